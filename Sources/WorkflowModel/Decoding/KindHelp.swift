import Spelling
import YAML

/// What to write instead of a value of the wrong kind: a list in place of a mapping, text in place of both.
extension YAMLNode {
    /// `keys` are the keys of the mapping; none if the author chooses them.
    func helpToBeMapping(keys: [String]) -> String? {
        switch content {
        case .mapping: return nil
        case .sequence(let nodes):
            if nodes.contains(where: { $0.mapping != nil }) {
                return range.opensBracket ? "write { … } in place of [ … ]" : "remove the '- ' before each key"
            }
            let names = nodes.compactMap(\.scalar?.text)
            let isOfNames = names.allSatisfy { isIdentifier($0) && (keys.isEmpty || keys.contains($0)) }
            guard let first = names.first, isOfNames else { return nil }
            return "write { \(first): … }"
        case .scalar(let scalar):
            if scalar.looksBracketed("{", "}") { return scalar.helpToBeCollection }
            if let help = scalar.helpToHaveColon(keys: keys) { return help }
            // `mobile:"9002336768"` alone, which YAML reads as text.
            guard scalar.style == .plain, let colon = scalar.text.firstIndex(of: ":") else { return nil }
            let name = String(scalar.text[..<colon])
            guard isIdentifier(name), keys.isEmpty || keys.contains(name) else { return nil }
            return "a space is missing after '\(name):'"
        }
    }

    /// `isOfWords` is false if a word alone cannot be an element; `words` are the only ones that can, if it is not empty.
    func helpToBeList(isOfWords: Bool, words: [String]) -> String? {
        switch content {
        case .sequence: return nil
        case .mapping(let entries):
            return entries.first?.key.value.hasPrefix("-") ?? false
                ? "a space is missing after each '-'" : "put '- ' before each element"
        case .scalar(let scalar):
            if scalar.looksBracketed("[", "]") { return scalar.helpToBeCollection }
            if scalar.style == .plain, scalar.text.hasPrefix("-"), scalar.text.count > 1 {
                return "a space is missing after '-'"
            }
            let text = endsInComma ? String(scalar.text.dropLast()) : scalar.text
            guard isOfWords, !text.isEmpty else { return nil }
            if words.isEmpty { return "write [\(text)]" }
            return closestName(to: text, among: words).map { "write [\($0)]" }
                ?? "write a list of \(words.joined(separator: ", "))"
        }
    }

    /// Whether it is a value with a comma after it, as in JSON: YAML takes the comma as a part of the text.
    var endsInComma: Bool { scalar.map { $0.style == .plain && $0.text.count > 1 && $0.text.hasSuffix(",") } ?? false }
}

extension YAMLScalar {
    fileprivate func looksBracketed(_ opening: String, _ closing: String) -> Bool {
        let text = text.drop { $0.isWhitespace }
        return text.hasPrefix(opening) && text.last { !$0.isWhitespace }.map { String($0) == closing } ?? false
    }

    /// For `send_otp` and `send_otp mobile` in place of a mapping with the key `send_otp`, and for `GET /status`.
    fileprivate func helpToHaveColon(keys: [String]) -> String? {
        let words = text.split(separator: " ").map(String.init)
        guard style == .plain, let first = words.first else { return nil }
        if keys.contains(first) { return words.count == 1 ? "write \(first): …" : "a ':' is missing after '\(first)'" }
        guard keys.contains("method"), keys.contains("path"), words.count == 2, words[1].hasPrefix("/") else {
            return nil
        }
        return "write { method: \(first), path: \(words[1]) }"
    }

    /// For a collection that is written as text.
    fileprivate var helpToBeCollection: String? {
        switch style {
        case .singleQuoted, .doubleQuoted: "remove the quotes: YAML reads JSON as it is"
        case .literal: "remove the '|': YAML reads JSON as it is"
        case .folded: "remove the '>': YAML reads JSON as it is"
        case .plain: nil
        }
    }
}
