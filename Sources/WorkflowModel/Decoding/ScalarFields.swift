import JSON
import Source
import Spelling
import Times
import YAML

/// Fields with one scalar. The field decides the type; what the scalar looks like does not.
extension DecodingContext {
    /// A string that cannot contain an expression.
    mutating func plainText(_ entry: YAMLEntry) -> Located<String>? {
        guard let text = nonEmptyText(entry, expected: "a string") else { return nil }
        if text.value.contains(text: "${{") {
            // In `env: ${{ env.NAME }}`, the name alone is meant.
            let name = entry.key.value == "env" ? text.value.nameOfProcessVariable : nil
            return reject(
                .expressionNotAllowed, "'\(entry.key.value)' must be a fixed string and cannot contain an expression",
                at: text.range, help: name.map { "write env: \($0)" } ?? "write the value itself")
        }
        return text
    }

    mutating func boolean(_ entry: YAMLEntry) -> Bool? {
        if let scalar = entry.value.scalar, case .bool(let value) = CoreSchema.value(of: scalar).value { return value }
        return reject(
            .wrongKind(
                entry, expected: "true or false",
                help: entry.value.unquoted(["true", "false"])
                    ?? entry.value.scalar?.truthOfYAML11.map { "write \($0)" }))
    }

    mutating func positiveInteger(_ entry: YAMLEntry) -> Int? {
        if let scalar = entry.value.scalar, scalar.style == .plain, let value = Int(scalar.text), value > 0 {
            return value
        }
        return reject(
            .wrongKind(
                entry, expected: "a whole number above 0",
                help: entry.value.scalar.flatMap { Self.help(forInteger: $0.text, of: entry.key.value) }))
    }

    private static func help(forInteger text: String, of key: String) -> String? {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        guard let value = Int(text) else { return "the most is \(Int.max)" }
        if value > 0 { return "remove the quotes" }
        let option = "--" + key.replacing("_", with: "-")
        return ["--max-sends", "--max-transfers", "--max-amount", "--max-priced"].contains(option)
            ? "to allow none, give \(option) 0 to each run; without the key, there is no limit" : nil
    }

    /// A duration above zero, such as `30s`.
    mutating func duration(_ entry: YAMLEntry) -> Duration? {
        if let scalar = entry.value.scalar, let value = parseDuration(scalar.text), value > .zero { return value }
        return reject(
            .wrongKind(
                entry, expected: "a duration above 0, for example 500ms, 30s or 2m",
                help: entry.value.scalar.flatMap { DurationText.closest(to: $0.text) }))
    }

    /// A duration that may be negative, such as `-10m`.
    mutating func signedDuration(_ entry: YAMLEntry) -> Duration? {
        if let text = entry.value.scalar?.text {
            let sign = text.hasPrefix("-") || text.hasPrefix("+") ? text.prefix(1) : ""
            if let value = parseDuration(String(text.dropFirst(sign.count))) {
                return sign == "-" ? .zero - value : value
            }
        }
        return reject(
            .wrongKind(
                entry, expected: "a duration, for example -10m or 90s",
                help: entry.value.scalar.flatMap { DurationText.closest(to: $0.text, isSigned: true) }))
    }

    /// One of `words`. `others` maps words that people write by mistake to the right ones.
    mutating func choice(_ entry: YAMLEntry, of words: [String], others: [String: String] = [:]) -> String? {
        if let text = entry.value.scalar?.text, words.contains(text) { return text }
        return reject(.notAChoice(entry, of: words, others: others))
    }

    /// A list of strings, such as tags.
    mutating func texts(_ entry: YAMLEntry, of content: String) -> [Located<String>] {
        if entry.value.sequence?.isEmpty == true {
            report(.wrongKind(entry, expected: "at least one of \(content)", help: "remove it"))
        }
        return list(entry, of: content).compactMap { node in
            nonEmptyText(YAMLEntry(key: entry.key, value: node), expected: "a string")
        }
    }

    private mutating func nonEmptyText(_ entry: YAMLEntry, expected: String) -> Located<String>? {
        guard let scalar = entry.value.scalar, !scalar.text.isEmpty else {
            return reject(.wrongKind(entry, expected: expected))
        }
        warnOfComment(after: entry.value)
        return Located(scalar.text, at: entry.value.range)
    }
}

extension YAMLNode {
    /// The hint for a scalar that would be valid without its quotes.
    fileprivate func unquoted(_ words: [String]) -> String? {
        guard let scalar, scalar.style == .singleQuoted || scalar.style == .doubleQuoted else { return nil }
        return words.contains(scalar.text) ? "remove the quotes" : nil
    }
}

extension Diagnostic {
    /// `listed` stands for the words in the message if there are too many.
    static func notAChoice(
        _ entry: YAMLEntry, of words: [String], others: [String: String] = [:], listed: String? = nil
    ) -> Diagnostic {
        let closest = entry.value.scalar.flatMap { scalar in
            others[scalar.text.lowercased()] ?? closestName(to: scalar.text, among: words)
        }
        return .wrongKind(
            entry, expected: listed ?? "one of \(words.joined(separator: ", "))",
            help: closest.map { "did you mean '\($0)'?" })
    }
}

extension String {
    /// `NAME` in `${{ env.NAME }}`, `${{ secrets.NAME }}`, `${NAME}`, `$NAME`, `%NAME%` or `{{NAME}}`: how other tools and
    /// shells read a variable of the process's environment. Nil if it is none of them.
    var nameOfProcessVariable: String? {
        let openings = ["${{", "{{", "${", "$env:", "$", "%"]
        guard let opening = openings.first(where: hasPrefix) else { return nil }
        var name = dropFirst(opening.count).filter { !$0.isWhitespace }
        while let last = name.last, "}%".contains(last) { name.removeLast() }
        for root in ["process.env.", "env.", "secrets.", "vars."] where name.hasPrefix(root) {
            name.removeFirst(root.count)
            break
        }
        return name.isVariableName ? name : nil
    }
}
