/// What may be shown about a credential without revealing it.
package struct CredentialShape: Sendable {
    /// The number of characters, without white space at the start and the end.
    package let length: Int
    /// Whether white space was removed from the start or the end.
    package let hasStrayWhiteSpace: Bool
    package let isUUID: Bool

    init(_ text: String, trimmed: String) {
        length = trimmed.count
        hasStrayWhiteSpace = text.utf8.count != trimmed.utf8.count
        isUUID = trimmed.isUUID
    }

    /// For people: `36 characters, a UUID`.
    package var text: String {
        "\(length) characters, \(isUUID ? "a UUID" : "not a UUID")"
            + (hasStrayWhiteSpace ? "; white space at its start or end is left out" : "")
    }
}
