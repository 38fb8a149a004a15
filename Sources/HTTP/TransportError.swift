import Times

/// Why there is no response, and whether the request may have reached the server.
package struct TransportError: Error, Sendable, Equatable {
    /// Whether the server can have got the request.
    package enum Delivery: Sendable {
        /// It is certain that not a byte of the request was sent.
        case notSent
        /// The server may have acted on the request.
        case unknown
    }

    /// What kept the response from coming.
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
    /// For people, to stand alone: `the connection was refused`.
    package let message: String
    package let elapsed: Duration

    package init(reason: Reason, delivery: Delivery, message: String, elapsed: Duration) {
        self.reason = reason
        self.delivery = delivery
        self.message = message
        self.elapsed = elapsed
    }

    /// The message of a deadline that passed; `progress` says how far the exchange had come.
    package static func deadlineMessage(after elapsed: Duration, _ progress: String) -> String {
        "the deadline passed after \(elapsed.shortText), \(progress)"
    }
}
