/// What can be told of a credential without telling it.
package struct CredentialShape: Sendable {
    /// In characters, without white space at its ends.
    package let length: Int
    /// True where there was white space at its ends, which is left out.
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
            + (hasStrayWhiteSpace ? ", with white space at its ends, which is left out" : "")
    }
}
