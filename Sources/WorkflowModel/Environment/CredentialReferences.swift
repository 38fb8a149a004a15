import HTTP
import Source
import YAML

/// Where the credentials of a caller are found; nil for one that is not said here.
package struct CredentialReferences: Sendable {
    package var developerKey: CredentialReference?
    package var accessKey: CredentialReference?

    init(developerKey: CredentialReference? = nil, accessKey: CredentialReference? = nil) {
        self.developerKey = developerKey
        self.accessKey = accessKey
    }

    /// These, and of `others` those that are not said here.
    package func before(_ others: CredentialReferences) -> CredentialReferences {
        CredentialReferences(
            developerKey: developerKey ?? others.developerKey, accessKey: accessKey ?? others.accessKey)
    }

    /// The variables of the process that hold them.
    package var variableNames: [String] {
        [developerKey, accessKey].compactMap { reference in
            if case .environmentVariable(let name)? = reference { name.value } else { nil }
        }
    }

    package var isEmpty: Bool { developerKey == nil && accessKey == nil }
}

/// Where a credential is found. No file of a workspace ever holds the credential itself.
package enum CredentialReference: Sendable {
    /// A variable of the process's environment.
    case environmentVariable(Located<String>)
    /// A file whose text, without white space at its ends, is the credential.
    case file(Located<String>)
    /// A command that prints the credential: a program and its arguments.
    case command(Located<[String]>)

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
        KeySpec("env", .text, "the variable of the process's environment that holds it"),
        KeySpec(
            "file", .text,
            "the file that holds it, outside the repository, as seen from this file; ~/ is the home folder"),
        KeySpec(
            "command", .list(.text), "a program and its arguments that prints it, such as [pass, show, eko/staging]"),
    ]

    static let shape = ValueShape.mapping(keys, alternatives: keys.map(\.name))
}

extension CredentialReferences {
    static let keys = [
        KeySpec(
            "developer_key", CredentialReference.shape,
            "where the developer key is found: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }"),
        KeySpec(
            "access_key", CredentialReference.shape,
            "where the access key is found: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }"),
    ]
}

extension DecodingContext {
    /// Reads `credentials`.
    mutating func credentials(_ entry: YAMLEntry) -> CredentialReferences {
        guard entry.value.mapping != nil else {
            report(.literalCredential(entry))
            return CredentialReferences()
        }
        guard let mapping = mapping(entry.value, keys: CredentialReferences.keys, subject: "'credentials'") else {
            return CredentialReferences()
        }
        return CredentialReferences(
            developerKey: mapping["developer_key"].flatMap { credential($0) },
            accessKey: mapping["access_key"].flatMap { credential($0) })
    }

    /// Reads where one credential is found.
    mutating func credential(_ entry: YAMLEntry) -> CredentialReference? {
        guard let entries = entry.value.mapping, let reference = entries.first else {
            report(.literalCredential(entry))
            return nil
        }
        if let second = entries.dropFirst().first {
            report(.twoPlaces(second.key, first: reference.key))
            return nil
        }
        switch reference.key.value {
        case "env":
            guard let name = plainText(reference) else { return nil }
            guard name.value.isVariableName else {
                report(.literalCredential(entry))
                return nil
            }
            return .environmentVariable(name)
        case "file":
            guard let path = plainText(reference) else { return nil }
            guard !path.value.looksLikeKey else {
                report(.literalCredential(entry))
                return nil
            }
            return .file(path)
        case "command":
            return command(reference).map { .command($0) }
        default:
            report(
                .unknownKey(reference.key, known: CredentialReference.keys.map(\.name), subject: "'\(entry.key.value)'")
            )
            return nil
        }
    }
}

extension String {
    /// What a shell can set: a key pasted in its place hardly looks like it.
    fileprivate var isVariableName: Bool {
        guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) else { return false }
        return ByteSet.variableName.containsAll(of: self) && !looksLikeKey
    }

    /// True for many letters and digits without a break, and for a UUID: a name has words.
    fileprivate var looksLikeKey: Bool {
        return isUUID
            || split(whereSeparator: { "_./-".contains($0) }).contains { part in
                part.utf8.count >= 20 && part.count(where: \.isNumber) >= 3 && part.contains(where: \.isLetter)
            }
    }
}

extension Diagnostic {
    /// The value is not repeated: it may be the credential.
    fileprivate static func literalCredential(_ entry: YAMLEntry) -> Diagnostic {
        .error(
            .literalCredential, "'\(entry.key.value)' must be a reference, never the credential itself",
            at: entry.key.range,
            help: "write { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }", hidesSource: true)
    }

    fileprivate static func twoPlaces(_ second: Located<String>, first: Located<String>) -> Diagnostic {
        .error(
            .twoCredentialPlaces, "a credential is found in one place: '\(first.value)' or '\(second.value)'",
            at: second.range, help: "remove one of them", hidesSource: true)
    }

    /// True where a line in question may hold a key that should not be there: in `credentials`.
    func concernsCredentials(of root: YAMLNode) -> Bool {
        guard let credentials = root.mapping?.first(where: { $0.key.value == "credentials" }) else { return false }
        let lines = credentials.key.range.start.line...credentials.value.range.end.line
        return blamedLines.contains { lines ~= $0 }
    }

    /// The lines that are shown with it.
    var blamedLines: [Int] { ([range] + notes.map(\.range)).compactMap(\.self).map(\.start.line) }
}
