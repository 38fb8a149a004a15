/// A string that must not reach any output. No code outside of this target can read it: it can only be signed with, handed to the
/// TLS library, and looked for in outputs (`SecretSearch`).
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let text: String
    /// Whether a part of it gives something away. Ordinary words, as in the keys of every sandbox, are hidden only as a whole.
    let isSecretInParts: Bool

    package init(_ text: String, isSecretInParts: Bool = true) {
        self.text = text
        self.isSecretInParts = isSecretInParts
    }

    /// A signature in base64, and its bytes in hexadecimal: a server that explains what is wrong with it may show either.
    package static func signature(_ text: String) -> [Secret] {
        [Secret(text)] + (base64Decoded(text).map { [Secret($0.hexadecimal)] } ?? [])
    }

    package static func == (first: Secret, second: Secret) -> Bool { first.text == second.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The secret for a C library, such as the password of a client's key.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result { text.withCString(body) }

    /// How many bytes it takes in UTF-8.
    package var size: Int { text.utf8.count }
}
