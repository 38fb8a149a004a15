import YAMLSource

/// One key that a mapping may have. The decoder and everything that describes the language read the same tables.
package struct KeySpec: Sendable {
    package let name: String
    package let isRequired: Bool
    /// One line for people: what the key is for.
    package let summary: String

    init(_ name: String, required: Bool = false, _ summary: String) {
        self.name = name
        self.isRequired = required
        self.summary = summary
    }
}

/// The entries of a mapping whose keys are known: unknown and missing ones have been reported.
struct DecodedMapping {
    let range: SourceRange
    private let entries: [YAMLEntry]

    fileprivate init(range: SourceRange, entries: [YAMLEntry]) {
        self.range = range
        self.entries = entries
    }

    subscript(_ name: String) -> YAMLEntry? {
        entries.first { $0.key.value == name }
    }

    /// In the order of the file.
    var all: [YAMLEntry] { entries }
}

extension DecodingContext {
    /// Reads a mapping by its table of keys. `subject` names it in messages, as in "in an environment".
    mutating func mapping(_ node: YAMLNode, keys: [KeySpec], subject: String) -> DecodedMapping? {
        guard let entries = node.mapping else {
            report(.wrongKind(node, expected: "a mapping with the keys of \(subject)"))
            return nil
        }
        for entry in entries where !keys.contains(where: { $0.name == entry.key.value }) {
            report(.unknownKey(entry.key, known: keys.map(\.name), subject: subject))
        }
        for key in keys where key.isRequired && !entries.contains(where: { $0.key.value == key.name }) {
            report(.missingKey(key, subject: subject, at: node.range))
        }
        return DecodedMapping(range: node.range, entries: entries)
    }

    /// Reads a mapping whose keys the author chooses.
    mutating func openMapping(_ entry: YAMLEntry, of content: String) -> [YAMLEntry] {
        guard let entries = entry.value.mapping else {
            report(.wrongKind(entry.value, key: entry.key, expected: "a mapping of \(content)"))
            return []
        }
        return entries
    }

    /// Reads a list of at least nothing: the elements as they are.
    mutating func list(_ entry: YAMLEntry, of content: String) -> [YAMLNode] {
        guard let nodes = entry.value.sequence else {
            report(.wrongKind(entry.value, key: entry.key, expected: "a list of \(content)"))
            return []
        }
        return nodes
    }
}

extension Diagnostic {
    static func unknownKey(_ key: Located<String>, known: [String], subject: String) -> Diagnostic {
        let suggestion = closestName(to: key.value, among: known).map { "did you mean '\($0)'?" }
        let notes = suggestion == nil ? [Note("the keys of \(subject): \(known.joined(separator: ", "))")] : []
        return .error(
            "unknown_key", "unknown key '\(key.value)' in \(subject)", at: key.range, suggestion: suggestion,
            notes: notes)
    }

    static func missingKey(_ key: KeySpec, subject: String, at range: SourceRange) -> Diagnostic {
        .error(
            "missing_key", "the key '\(key.name)' is missing in \(subject)",
            at: SourceRange(file: range.file, at: range.start), suggestion: "\(key.name): \(key.summary)")
    }

    /// `expected` completes "expected …".
    static func wrongKind(_ node: YAMLNode, key: Located<String>? = nil, expected: String) -> Diagnostic {
        let found =
            switch node.content {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .scalar(let scalar): scalar.text.isEmpty ? "nothing" : "'\(scalar.text.firstLine)'"
            }
        let name = key.map { "'\($0.value)': " } ?? ""
        return .error(
            "wrong_type", "\(name)expected \(expected), found \(found)",
            at: node.range.isEmpty ? key?.range ?? node.range : node.range)
    }
}

extension String {
    /// The first line, cut to a length that fits a message.
    fileprivate var firstLine: String {
        let line = prefix { !$0.isNewline }
        return line.count > 40 ? line.prefix(40) + "…" : String(line)
    }
}
