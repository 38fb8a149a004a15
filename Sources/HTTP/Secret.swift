/// A text that must not reach any output. The text itself is had only through `reveal`.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself, for signing, for sending, and for finding it in outputs.
    package func reveal() -> String { text }

    package var description: String { "•••" }
    package var debugDescription: String { description }
}
