import Contract
import Source
import YAML

/// What a step says of the effect of its request, besides what the catalogue says.
package struct StatedEffect: Sendable {
    /// Empty if the step says that the request only reads; nil if it says nothing.
    package let kinds: EffectKinds?
    /// Where the kinds are written.
    package let range: SourceRange
    /// Whom the request texts, if it does not name the person itself.
    package let recipient: RequestParameter?
    /// How many rupees the request moves, if it does not say it itself.
    package let amount: RequestParameter?
}

extension DecodingContext {
    static let effectKeys = [
        KeySpec(
            "effect", .choice(EffectKinds.words.map(\.word)),
            "what the request does, if the API's documentation says less: changes, priced, texts or moves_money"),
        KeySpec(
            "recipient", .text, "the 10-digit number that the step texts, if its request does not say it"),
        KeySpec("amount", .text, "the rupees that the step moves, if its request does not say it"),
    ]

    /// Reads `effect`, `recipient` and `amount` of a step; nil if it has none of them.
    mutating func statedEffect(_ step: DecodedMapping) -> StatedEffect? {
        guard let first = Self.effectKeys.lazy.compactMap({ step[$0.name] }).first else { return nil }
        return StatedEffect(
            kinds: step["effect"].flatMap { choice($0, of: EffectKinds.words.map(\.word)) }.flatMap(
                EffectKinds.init(word:)),
            range: step["effect"]?.value.range ?? first.key.range,
            recipient: step["recipient"].flatMap { statedParameter($0, .digits(count: 10)) },
            amount: step["amount"].flatMap { statedParameter($0, .rupees) })
    }

    private mutating func statedParameter(_ entry: YAMLEntry, _ format: ParameterFormat) -> RequestParameter? {
        guard let value = textValue(entry) else { return nil }
        if let literal = value.literal, let expected = format.violation(literal) {
            report(
                .invalidParameter(
                    entry.key.value, expected: expected, found: literal.writtenOut, at: entry.value.range,
                    help: "write the value that is meant"))
        }
        return RequestParameter(name: entry.key.value, value: value, format: format, range: entry.value.range)
    }
}

extension Diagnostic {
    package static func lighterEffect(
        _ stated: EffectKinds, than documented: EffectKinds, at range: SourceRange
    ) -> Diagnostic {
        .error(
            .lighterEffect,
            "'\(stated.words.joined(separator: ", "))' is less than this request does: it can \(documented.verb)",
            at: range, help: "remove it: 'effect' only adds to what is known of a request")
    }
}
