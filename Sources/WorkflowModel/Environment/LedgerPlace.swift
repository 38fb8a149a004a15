import Source
import YAML

/// Where the ledger is. It records each request that does more than to read, before it is made.
package enum LedgerPlace: Sendable {
    /// The user's own file on this machine.
    case user
    /// An SQLite file; the path starts at the folder of the environment file.
    case file(Located<String>)
    /// A PostgreSQL database, by the environment variable that holds its URL.
    case postgres(Located<String>)

    /// Nil if it is not a database whose URL is in a variable.
    var variableName: String? { if case .postgres(let name) = self { name.value } else { nil } }
}

extension LedgerPlace {
    static let keys = [
        KeySpec(
            "file", .text,
            "an SQLite file; the path is relative to the environment file, and ~/ is the home folder"),
        KeySpec("postgres", .mapping(postgresKeys), "a PostgreSQL database, which a team shares: { env: NAME }"),
    ]

    static let shape = ValueShape.mapping(keys, alternatives: keys.map(\.name))

    fileprivate static let postgresKeys = [
        KeySpec("env", .text, required: true, "the environment variable that holds its URL, postgresql://…")
    ]
}

extension DecodingContext {
    /// Reads `ledger`. No message repeats a value that may be a URL: it has a password in it.
    mutating func ledger(_ entry: YAMLEntry) -> LedgerPlace? {
        guard let entries = entry.value.mapping, let place = entries.first else {
            return reject(entry.value.isLiteralURL ? .literalURL(entry) : .notALedger(entry))
        }
        if let second = entries.dropFirst().first {
            return reject(
                .twoLedgers, "a ledger is in one place: a 'file' or 'postgres'", at: second.key.range,
                help: "remove one of them", hidesSource: true)
        }
        switch place.key.value {
        case "file":
            if place.value.isLiteralURL { return reject(.literalURL(place)) }
            return plainText(place).map { .file($0) }
        case "postgres":
            return variable(ofURL: place).map { .postgres($0) }
        case let key where key.contains("://") || place.value.isLiteralURL:
            return reject(.literalURL(entry))
        default:
            return reject(
                .unknownKey(place.key, known: LedgerPlace.keys.map(\.name), subject: "'ledger'").hidingSource)
        }
    }

    /// Reads `{ env: NAME }`.
    private mutating func variable(ofURL entry: YAMLEntry) -> Located<String>? {
        guard let entries = entry.value.mapping, entries.count == 1, entries[0].key.value == "env" else {
            return reject(.literalURL(entry))
        }
        guard let name = plainText(entries[0]) else { return nil }
        guard name.value.isVariableName else {
            return reject(.literalURL(entry, help: name.value.nameOfProcessVariable.map { "write { env: \($0) }" }))
        }
        return name
    }
}

extension YAMLNode {
    fileprivate var isLiteralURL: Bool { scalar?.text.contains("://") ?? false }
}

extension Diagnostic {
    /// The message does not repeat the value: the URL of a database has a password in it.
    fileprivate static func literalURL(_ entry: YAMLEntry, help: String? = nil) -> Diagnostic {
        .error(
            .literalCredential, "'\(entry.key.value)' must be a reference, never the URL itself",
            at: entry.key.range,
            help: help ?? "put the URL into an environment variable, and write postgres: { env: NAME }",
            hidesSource: true)
    }

    fileprivate static func notALedger(_ entry: YAMLEntry) -> Diagnostic {
        let path = entry.value.scalar.map(\.text).flatMap { text in
            [".db", ".sqlite", ".sqlite3"].contains(where: text.hasSuffix) && !text.contains("@") ? text : nil
        }
        return .error(
            .wrongType, "'ledger': expected { file: PATH } or { postgres: { env: NAME } }", at: entry.key.range,
            help: path.map { "write { file: \($0) }" }
                ?? "an SQLite file for this machine, or a PostgreSQL database for a team", hidesSource: true)
    }
}
