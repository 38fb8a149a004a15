import Source

/// What the other tool says about the values of placeholders.
struct KnownValues {
    /// The values, by the placeholder's name.
    var texts: [String: String] = [:]
    /// Placeholders whose values the tool keeps as secrets.
    var secretNames: Set<String> = []
    /// Placeholders that are environment variables of the process.
    var environmentNames: Set<String> = []
    /// The values of environment variables that are not set, by name.
    var defaults: [String: String] = [:]

    /// Replaces placeholders that have values. A value may use further placeholders; a cycle is not followed.
    func resolved(_ text: String) -> String {
        var budget = 100
        func resolved(_ text: String, within names: [String]) -> String {
            text.replacingPlaceholders { name in
                guard budget > 0, !names.contains(name), let value = texts[name], value.utf8.count < 2_048 else {
                    return nil
                }
                budget -= 1
                return resolved(value, within: names + [name])
            }
        }
        return resolved(text, within: [])
    }
}

extension String {
    /// Whether the string is just `{{name}}`.
    var isOneName: Bool {
        hasPrefix("{{") && range(ofText: "}}")?.upperBound == endIndex
    }

    /// The name in `{{name}}`.
    var nameInBraces: String { dropFirst(2).dropLast(2).trimmed }

    /// Replaces each `{{name}}` by what `value` gives for the name, or leaves it if that is nil. `literal` changes the rest.
    func replacingPlaceholders(
        literal: (Substring) -> String = { String($0) }, _ value: (_ name: String) -> String?
    ) -> String {
        var result = ""
        var rest = self[...]
        while let start = rest.range(ofText: "{{"), let end = rest[start.upperBound...].range(ofText: "}}") {
            result += literal(rest[..<start.lowerBound])
            let name = rest[start.upperBound..<end.lowerBound].trimmed
            result += value(name) ?? String(rest[start.lowerBound..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        return result + literal(rest)
    }
}
