/// A string that must not reach any output. No code outside of this target can read it: it can only be signed with, handed to the
/// TLS library, and looked for in outputs.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The secret for a C library, such as the password of a client's key.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result { text.withCString(body) }

    /// The encodings in which it may occur in an output, in UTF-8; empty for an empty secret. May have duplicates.
    package var forms: [[UInt8]] { text.isEmpty ? [] : SecretForms.all(of: text) }

    /// Calls `body` with the first four bytes of each form, the first byte lowest. Does not build the forms: it runs for every step.
    package func forEachFormStart(_ body: (UInt32) -> Void) { SecretForms.forEachStart(of: text, body) }
}
