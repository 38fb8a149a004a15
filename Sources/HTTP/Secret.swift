/// A string that must not reach any output. Only `reveal` gives the string itself.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The string itself, for signing, for sending, and for finding it in outputs.
    package func reveal() -> String { text }

    package var description: String { "•••" }
    package var debugDescription: String { description }
}
