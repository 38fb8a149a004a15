import HTTP
import Source
import YAML

/// Where the caller's two credentials come from; nil for a credential that is not given here.
package struct CredentialReferences: Sendable {
    package var developerKey: CredentialReference?
    package var accessKey: CredentialReference?

    /// Takes each credential that is nil here from `others`.
    package func before(_ others: CredentialReferences) -> CredentialReferences {
        CredentialReferences(
            developerKey: developerKey ?? others.developerKey, accessKey: accessKey ?? others.accessKey)
    }

    /// The environment variables that hold them.
    package var variableNames: [String] { [developerKey, accessKey].compactMap { $0?.variableName } }

    package var isEmpty: Bool { developerKey == nil && accessKey == nil }
}

/// Where a credential comes from. A file of a workspace never holds the credential itself.
package enum CredentialReference: Sendable {
    /// A variable of the process's environment.
    case environmentVariable(Located<String>)
    /// A file with the credential; white space at both ends is removed.
    case file(Located<String>)
    /// A command that prints the credential: a program and its arguments.
    case command(Located<[String]>)

    /// Nil if it does not come from a variable.
    var variableName: String? { if case .environmentVariable(let name) = self { name.value } else { nil } }

    package var range: SourceRange {
        switch self {
        case .environmentVariable(let name): name.range
        case .file(let path): path.range
        case .command(let command): command.range
        }
    }
}

extension CredentialReference {
    static let keys = [
        KeySpec("env", .text, "the environment variable that contains it"),
        KeySpec(
            "file", .text,
            "the file that holds it, outside the repository; the path starts at the folder of this YAML file, and ~/ is the home folder"
        ),
        KeySpec(
            "command", .list(.text),
            "a program that prints it, and its arguments, for example [pass, show, eko/staging]"),
    ]

    static let shape = ValueShape.mapping(keys, alternatives: keys.map(\.name))
}

extension CredentialReferences {
    static let keys = [
        KeySpec(
            "developer_key", CredentialReference.shape,
            "where the developer key is: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }"),
        KeySpec(
            "access_key", CredentialReference.shape,
            "where the access key is: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }"),
    ]
}

extension DecodingContext {
    /// Reads `credentials`.
    mutating func credentials(_ entry: YAMLEntry) -> CredentialReferences {
        guard entry.value.mapping != nil else {
            let isListOfKeys = entry.value.sequence?.contains { $0.mapping != nil } ?? false
            report(.literalCredential(entry, help: isListOfKeys ? entry.value.helpToBeMapping(keys: []) : nil))
            return CredentialReferences()
        }
        guard let mapping = mapping(entry.value, keys: CredentialReferences.keys, subject: "'credentials'") else {
            return CredentialReferences()
        }
        return CredentialReferences(
            developerKey: mapping["developer_key"].flatMap { credential($0) },
            accessKey: mapping["access_key"].flatMap { credential($0) })
    }

    /// Reads where one credential comes from.
    mutating func credential(_ entry: YAMLEntry) -> CredentialReference? {
        guard let entries = entry.value.mapping, let reference = entries.first else {
            return reject(.literalCredential(entry))
        }
        if let second = entries.dropFirst().first {
            return reject(
                .twoCredentialPlaces,
                "a credential is found in one place: '\(reference.key.value)' or '\(second.key.value)'",
                at: second.key.range, help: "remove one of them", hidesSource: true)
        }
        switch reference.key.value {
        case "env":
            guard let name = plainText(reference) else { return nil }
            guard name.value.isVariableName else {
                return reject(
                    .literalCredential(entry, help: name.value.nameOfProcessVariable.map { "write { env: \($0) }" }))
            }
            return .environmentVariable(name)
        case "file":
            guard let path = plainText(reference) else { return nil }
            guard !path.value.looksLikeSecret else { return reject(.literalCredential(entry)) }
            return .file(path)
        case "command":
            // The message would repeat the text.
            guard reference.value.scalar == nil else { return reject(.commandAsText(reference)) }
            return command(reference).map { .command($0) }
        case _ where reference.value.isBlank:
            return reject(.literalCredential(entry))
        default:
            return reject(
                .unknownKey(reference.key, known: CredentialReference.keys.map(\.name), subject: "'\(entry.key.value)'")
            )
        }
    }
}

extension String {
    /// Whether a shell can set a variable of this name. A key pasted by mistake hardly ever looks like one.
    var isVariableName: Bool {
        guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) else { return false }
        return ByteSet.variableName.containsAll(of: self) && !looksLikeSecret
    }
}

extension Diagnostic {
    /// The message does not repeat the value: it may be the credential.
    fileprivate static func literalCredential(_ entry: YAMLEntry, help: String? = nil) -> Diagnostic {
        .error(
            .literalCredential, "'\(entry.key.value)' must be a reference, never the credential itself",
            at: entry.key.range,
            help: help
                ?? "write { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }", hidesSource: true)
    }

    fileprivate static func commandAsText(_ entry: YAMLEntry) -> Diagnostic {
        .error(
            .wrongType, "'command': expected a list with a program and its arguments, found a string",
            at: entry.key.range,
            help: "for example [pass, show, eko/staging]; no shell splits a string", hidesSource: true)
    }

    /// The lines that are shown with the diagnostic.
    var blamedLines: [Int] { ([range] + notes.map(\.range)).compactMap(\.self).map(\.start.line) }
}

extension Sequence<Diagnostic> {
    /// The diagnostics, without the lines of those that blame a line of `credentials`, which may hold a real key by
    /// mistake, or a line of which `mayHoldKey` says so.
    func hidingCredentials(of root: YAMLNode, orLines mayHoldKey: (Int) -> Bool = { _ in false }) -> [Diagnostic] {
        let credentials = root.mapping?.first { $0.key.value == "credentials" }
        let lines = credentials.map { $0.key.range.start.line...$0.value.range.end.line }
        // A file can have thousands of problems in one long line.
        var judged: [Int: Bool] = [:]
        func isHidden(_ line: Int) -> Bool {
            if let known = judged[line] { return known }
            let isHidden = lines.map { $0 ~= line } ?? false || mayHoldKey(line)
            judged[line] = isHidden
            return isHidden
        }
        return map { $0.blamedLines.contains(where: isHidden) ? $0.hidingSource : $0 }
    }
}
