/// Carries requests to a server, each at most once.
package protocol HTTPTransport: Sendable {
    /// Where steps run best: on a thread of the transport's own, so that no step waits for another thread to wake. `job` is a
    /// number from 0, one for each that runs workflows at the same time.
    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)?

    /// Sends a request and receives its response, within `deadline` from start to end. Redirects are not followed.
    /// Cancelling the task ends the exchange.
    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange
}

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
}
