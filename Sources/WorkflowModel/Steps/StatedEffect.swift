import Contract
import Source
import Spelling
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
    /// A recipient or an amount of a request that does not text or move money.
    package static func detailWithoutEffect(_ name: String, _ kind: EffectKinds, at range: SourceRange) -> Diagnostic {
        .error(
            .meaninglessKey,
            "'\(name)' has no meaning: as far as ekoflow knows, this request does not \(kind.verb)", at: range,
            help: "if it does, add effect: \(kind.words.joined()); if not, remove it")
    }

    static func unknownOperation(_ entry: YAMLEntry) -> Diagnostic {
        let name = entry.value.scalar?.text ?? ""
        let similar = Operation.like(name).map(\.name)
        let help =
            similar.isEmpty ? nil : "did you mean \(similar.prefix(3).map { "'\($0)'" }.joined(separator: " or "))?"
        return .wrongKind(
            entry, expected: "a documented operation", help: help ?? "'ekoflow operations' lists them")
    }

    /// The problem of a step that says less than its operation is documented to do.
    package static func lighterEffect(
        _ stated: EffectKinds, than documented: EffectKinds, at range: SourceRange
    ) -> Diagnostic {
        .error(
            .lighterEffect,
            "'\(stated.words.joined(separator: ", "))' is less than this request does: it can \(documented.verb)",
            at: range, help: "remove it: 'effect' only adds to what is known of a request")
    }
}

extension Operation {
    /// The operations that a name or a word can mean, the likeliest first.
    package static func like(_ name: String) -> [Operation] {
        let words = name.lowercased().split { !$0.isLetter }
        if let closest = closestName(to: name, among: all.map(\.name)), let operation = named(closest) {
            return [operation]
        }
        guard !words.isEmpty else { return [] }
        let found = all.filter { operation in
            let text = "\(operation.name) \(operation.title)".lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        return found
    }
}
