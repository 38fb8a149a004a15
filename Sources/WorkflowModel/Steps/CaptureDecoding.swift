import Expressions
import JSON
import RegularExpressions
import Source
import YAML

/// A value of the exchange that later steps can refer to as `steps.ID.NAME`.
package struct Capture: Sendable {
    /// Where the value comes from.
    package enum Origin: Sendable {
        case body(BodyPath)
        /// A value of the exchange: `${{ response.headers.etag }}`.
        case expression(ValueTemplate)
    }

    package let name: String
    package let origin: Origin
    /// Takes a part of the text: the first group, or the whole match if the pattern has no group.
    package let pattern: RegularExpression?
    /// The value if there is nothing to capture; nil if that is an error.
    package let fallback: ValueTemplate?
    package let range: SourceRange

    /// As written, for messages.
    package var text: String {
        switch origin {
        case .body(let path): path.text
        case .expression: "the expression"
        }
    }

    /// Whether capturing it can take seconds, on some response.
    var canTakeLong: Bool {
        if case .body(let path) = origin, path.selectsSeveral { return true }
        return pattern != nil
    }
}

extension DecodingContext {
    static let captureKeys = [
        KeySpec(
            "from", .text, required: true, "a path into the body, or an expression, for example ${{ response.http }}"),
        KeySpec(
            "matches", .text, "a regular expression that selects a part of the string: its group, or the whole match"),
        KeySpec("default", .anything, "the value if there is nothing to capture"),
    ]

    static let captureShape = ValueShape.oneOf([.text, .mapping(captureKeys)])

    /// Reads the `capture` of a step. Its expressions can use the step's own exchange.
    mutating func captures(_ entry: YAMLEntry) -> [Capture] {
        names.place = .exchange
        defer { names.place = .beforeSteps }
        return openMapping(entry, of: "names and paths into the body").compactMap { capture in
            guard isIdentifier(capture.key.value) else { return reject(.invalidID(capture.key)) }
            guard capture.value.mapping != nil else { return self.capture(capture.key.value, from: capture) }
            guard
                let mapping = mapping(
                    capture.value, key: capture.key, keys: Self.captureKeys, subject: "'\(capture.key.value)'"),
                let source = mapping["from"]
            else { return nil }
            let pattern = mapping["matches"].map { self.pattern($0, marksGroup: true) }
            let fallback = mapping["default"].map { openValue($0.value) }
            if case .some(nil) = pattern { return nil }
            return self.capture(capture.key.value, from: source, pattern: pattern ?? nil, fallback: fallback)
        }
    }

    private mutating func capture(
        _ name: String, from entry: YAMLEntry, pattern: RegularExpression? = nil, fallback: ValueTemplate? = nil
    ) -> Capture? {
        guard let scalar = entry.value.scalar, !scalar.text.isEmpty else {
            return reject(.wrongKind(entry, expected: "a path into the body, or an expression"))
        }
        let origin: Capture.Origin
        if scalar.text.contains(text: "${{") {
            origin = .expression(openValue(entry.value))
        } else {
            let text = Located(scalar.text, at: entry.value.range)
            guard let path = bodyPath(text, place: scalarLocator(scalar, at: text.range)) else { return nil }
            origin = .body(path)
        }
        return Capture(name: name, origin: origin, pattern: pattern, fallback: fallback, range: entry.value.range)
    }
}
