import Times

/// Why there is no response, and whether the request may have reached the server.
package struct TransportError: Error, Sendable, Equatable {
    /// Whether the server may have received the request.
    package enum Delivery: Sendable {
        /// Certainly not a single byte of the request was sent.
        case notSent
        /// The server may have acted on the request.
        case unknown
    }

    /// The kind of failure.
    package enum Reason: Sendable {
        case nameNotResolved
        case connectionFailed
        case tlsFailed
        case deadline
        case connectionLost
        case bodyTooLarge
        case cancelled
        case invalidRequest
        case other
    }

    package let reason: Reason
    package let delivery: Delivery
    /// A complete message for people: `the connection was refused`.
    package let message: String
    package let elapsed: Duration

    package init(reason: Reason, delivery: Delivery, message: String, elapsed: Duration) {
        self.reason = reason
        self.delivery = delivery
        self.message = message
        self.elapsed = elapsed
    }

    /// The message for a deadline that passed; `progress` says how far the exchange got.
    package static func deadlineMessage(after elapsed: Duration, _ progress: String) -> String {
        "the deadline passed after \(elapsed.shortText), \(progress)"
    }
}
