import YAML

/// Deliberate mistakes in a step's signature, to test that the API refuses it.
package struct SigningChanges: Sendable, Equatable {
    /// How far the signing clock is moved.
    package var clock: Duration = .zero
    /// The header whose value is changed after signing.
    package var tampered: Header?
    /// The headers that are left out.
    package var omitted: [Header] = []
    /// Whether the timestamp is in seconds, a common mistake.
    package var usesSeconds = false

    /// A header of the signer, by its name in workflows.
    package enum Header: String, CaseIterable, Sendable {
        case developerKey = "developer_key"
        case secretKey = "secret_key"
        case secretKeyTimestamp = "secret_key_timestamp"
    }
}

extension DecodingContext {
    private static let headerNames = SigningChanges.Header.allCases.map(\.rawValue)
    static let authKeys = [
        KeySpec("clock", .duration(isSigned: true), "how far the clock that signs is moved, for example -10m"),
        KeySpec("tamper", .choice(headerNames), "a header whose value is changed after signing"),
        KeySpec("omit", .list(.choice(headerNames)), "headers to leave out"),
        KeySpec("unit", .choice(["milliseconds", "seconds"]), "the unit of the timestamp; the API wants milliseconds"),
    ]

    /// Reads `auth` of a step.
    mutating func signingChanges(_ entry: YAMLEntry) -> SigningChanges? {
        let problems = diagnostics.count
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.authKeys, subject: "'auth'") else {
            return nil
        }
        var changes = SigningChanges()
        changes.clock = mapping["clock"].flatMap { signedDuration($0) } ?? .zero
        changes.tampered = mapping["tamper"].flatMap { header($0) }
        if let omit = mapping["omit"] {
            changes.omitted = list(omit, of: "headers", words: Self.headerNames).compactMap {
                header(YAMLEntry(key: omit.key, value: $0))
            }
        }
        changes.usesSeconds = mapping["unit"].flatMap { choice($0, of: ["milliseconds", "seconds"]) } == "seconds"
        if changes == SigningChanges(), diagnostics.count == problems {
            report(
                .nothingChanged, "this changes nothing about the signature", at: entry.key.range,
                help: "give clock, tamper, omit or unit: seconds")
        }
        return changes
    }

    private mutating func header(_ entry: YAMLEntry) -> SigningChanges.Header? {
        choice(entry, of: Self.headerNames).flatMap(SigningChanges.Header.init)
    }
}
