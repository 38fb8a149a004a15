import JSON
import YAMLSource

/// Fields that hold one scalar. The field decides the type, not the look of the scalar.
extension DecodingContext {
    /// A text that is used as it is written: no expression may be in it.
    mutating func plainText(_ entry: YAMLEntry) -> Located<String>? {
        guard let text = nonEmptyText(entry, expected: "a text") else { return nil }
        if text.value.contains("${{") {
            report(.expressionNotAllowed(entry.key.value, at: text.range))
            return nil
        }
        return text
    }

    mutating func boolean(_ entry: YAMLEntry) -> Bool? {
        if let scalar = entry.value.scalar, case .bool(let value) = CoreSchema.value(of: scalar).value { return value }
        report(.wrongKind(entry.value, key: entry.key, expected: "true or false"))
        return nil
    }

    mutating func positiveInteger(_ entry: YAMLEntry) -> Int? {
        if let scalar = entry.value.scalar, scalar.style == .plain, let value = Int(scalar.text), value > 0 {
            return value
        }
        report(.wrongKind(entry.value, key: entry.key, expected: "a whole number above 0"))
        return nil
    }

    /// A duration above zero, such as `30s`.
    mutating func duration(_ entry: YAMLEntry) -> Duration? {
        if let scalar = entry.value.scalar, let value = parseDuration(scalar.text), value > .zero { return value }
        report(.wrongKind(entry.value, key: entry.key, expected: "a duration such as 500ms, 30s or 2m"))
        return nil
    }

    /// A list of texts, such as tags.
    mutating func texts(_ entry: YAMLEntry, of content: String) -> [Located<String>] {
        list(entry, of: content).compactMap { node in
            nonEmptyText(YAMLEntry(key: entry.key, value: node), expected: "a text")
        }
    }

    private mutating func nonEmptyText(_ entry: YAMLEntry, expected: String) -> Located<String>? {
        guard let scalar = entry.value.scalar, !scalar.text.isEmpty else {
            report(.wrongKind(entry.value, key: entry.key, expected: expected))
            return nil
        }
        return Located(scalar.text, at: entry.value.range)
    }
}

extension Diagnostic {
    fileprivate static func expressionNotAllowed(_ key: String, at range: SourceRange) -> Diagnostic {
        .error(
            "expression_not_allowed", "'\(key)' is fixed text and cannot hold an expression", at: range,
            suggestion: "write the text itself")
    }
}
