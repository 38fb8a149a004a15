import Source
import Spelling
import YAML

/// The entries of a mapping with known keys. Unknown and missing keys have already been reported.
struct DecodedMapping {
    let range: SourceRange
    /// The entries in the order of the file.
    let all: [YAMLEntry]

    subscript(_ name: String) -> YAMLEntry? {
        all.first { $0.key.value == name }
    }
}

extension DecodingContext {
    /// Reads a mapping by its table of keys. `subject` names the mapping in messages, as in "in an environment".
    mutating func mapping(
        _ node: YAMLNode, key: Located<String>? = nil, keys: [KeySpec], subject: String
    ) -> DecodedMapping? {
        guard let entries = node.mapping else {
            // A list of many keys would not help.
            let names = keys.count > 8 ? nil : "its keys: \(keys.map(\.name).joined(separator: ", "))"
            return reject(
                .wrongKind(
                    node, key: key, expected: "a mapping with the keys of \(subject)",
                    help: node.helpToBeMapping(keys: keys.map(\.name)) ?? names))
        }
        if let misplaced = keyBesideBlankOwner(entries, keys: keys) { return reject(misplaced) }
        func isKnown(_ entry: YAMLEntry) -> Bool { keys.contains { $0.name == entry.key.value } }
        for entry in entries where !isKnown(entry) {
            report(unknownKey(entry.key, among: entries, keys: keys, subject: subject))
        }
        for required in keys where required.isRequired && !entries.contains(where: { $0.key.value == required.name }) {
            // A misspelt key is reported once: as unknown, and not also as missing.
            let isMisspelt =
                !hasManyDiagnostics
                && entries.contains { entry in
                    !isKnown(entry)
                        && (likelyKey(entry.key.value, among: keys.map(\.name)) == required.name
                            || required.holdsSteps && Self.stepKeys.contains { $0.name == entry.key.value })
                }
            if !isMisspelt { report(.missingKey(required, subject: subject, at: node.range)) }
        }
        return DecodedMapping(range: node.range, all: entries)
    }

    private func unknownKey(
        _ key: Located<String>, among entries: [YAMLEntry], keys: [KeySpec], subject: String
    ) -> Diagnostic {
        guard !hasManyDiagnostics else { return .unknownKey(key, known: [], subject: subject) }
        let names = keys.map(\.name)
        if keyForForeignName(key.value, among: names) == nil, helpForForeignKey(key.value, among: names) == nil,
            let misplaced = misplacedKey(key, among: entries, keys: keys, subject: subject)
        {
            return misplaced
        }
        return .unknownKey(key, known: names, subject: subject)
    }

    /// Reads a mapping whose keys the author chooses.
    mutating func openMapping(_ entry: YAMLEntry, of content: String) -> [YAMLEntry] {
        guard let entries = entry.value.mapping else {
            report(
                .wrongKind(entry, expected: "a mapping of \(content)", help: entry.value.helpToBeMapping(keys: [])))
            return []
        }
        return entries
    }

    /// The elements of a list, not decoded yet. `isOfWords` is false if a word alone cannot be an element; `words` are the only
    /// elements that the list can have, if it is not empty.
    mutating func list(
        _ entry: YAMLEntry, of content: String, isOfWords: Bool = true, words: [String] = []
    ) -> [YAMLNode] {
        guard let nodes = entry.value.sequence else {
            report(
                .wrongKind(
                    entry, expected: "a list of \(content)",
                    help: entry.value.helpToBeList(isOfWords: isOfWords, words: words)))
            return []
        }
        return nodes
    }
}

/// The known key that an unknown one most likely means.
func likelyKey(_ name: String, among known: [String]) -> String? {
    keyForForeignName(name, among: known) ?? closestName(to: name, among: known)
}

extension Diagnostic {
    static func unknownKey(_ key: Located<String>, known: [String], subject: String) -> Diagnostic {
        let help =
            key.value.invisibleCharacters.map { "it has an invisible character in it: \($0)" }
            ?? helpForForeignKey(key.value, among: known)
            ?? likelyKey(key.value, among: known).map { "did you mean '\($0)'?" }
            ?? (key.value.hasPrefix("-") && known.contains(String(key.value.dropFirst())) ? "remove the '-'" : nil)
        let notes =
            help == nil && !known.isEmpty
            ? [Note("the keys of \(subject): \(known.joined(separator: ", "))")] : []
        return .error(
            .unknownKey, "unknown key '\(key.value)' in \(subject)", at: key.range, help: help,
            notes: notes)
    }

    static func missingKey(_ key: KeySpec, subject: String, at range: SourceRange) -> Diagnostic {
        .error(
            .missingKey, "the key '\(key.name)' is missing in \(subject)",
            at: SourceRange(file: range.file, at: range.start), help: "\(key.name): \(key.summary)")
    }

    /// `expected` completes "expected …".
    static func wrongKind(_ entry: YAMLEntry, expected: String, help: String? = nil) -> Diagnostic {
        wrongKind(entry.value, key: entry.key, expected: expected, help: help)
    }

    /// `expected` completes "expected …".
    static func wrongKind(
        _ node: YAMLNode, key: Located<String>? = nil, expected: String, help: String? = nil
    ) -> Diagnostic {
        let found =
            switch node.content {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .scalar(let scalar): scalar.text.isEmpty ? "nothing" : "'\(scalar.text.firstLine)'"
            }
        let name = key.map { "'\($0.value)': " } ?? ""
        return .error(
            .wrongType, "\(name)expected \(expected), found \(found)",
            at: node.range.isEmpty ? key?.range ?? node.range : node.range,
            help: help ?? (node.endsInComma ? "remove the comma at its end" : nil))
    }
}

extension String {
    /// The name of the first invisible character, such as a pasted no-break space; nil if there is none.
    var invisibleCharacters: String? { invisibleCharacter?.name }

    /// The first invisible character, and its name for messages.
    var invisibleCharacter: (character: Unicode.Scalar, name: String)? {
        let names: [Unicode.Scalar: String] = [
            "\u{A0}": "no-break space", "\u{AD}": "soft hyphen", "\u{200B}": "zero-width space",
            "\u{200C}": "zero-width non-joiner", "\u{200D}": "zero-width joiner", "\u{2060}": "word joiner",
            "\u{202F}": "narrow no-break space", "\u{FEFF}": "byte order mark",
        ]
        guard let scalar = unicodeScalars.first(where: { names[$0] != nil }), let name = names[scalar] else {
            return nil
        }
        return (scalar, "\(name), U+\(String(scalar.value, radix: 16, uppercase: true))")
    }

    /// The first line, cut to a length that fits a message.
    fileprivate var firstLine: String {
        let line = prefix { !$0.isNewline }
        return line.count > 40 ? line.prefix(40) + "…" : String(line)
    }
}
