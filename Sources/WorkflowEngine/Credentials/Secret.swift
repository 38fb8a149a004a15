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

/// The pair of keys of one environment.
package struct Credentials: Sendable {
    package let developerKey: Secret
    package let accessKey: Secret

    package init(developerKey: Secret, accessKey: Secret) {
        self.developerKey = developerKey
        self.accessKey = accessKey
    }
}
