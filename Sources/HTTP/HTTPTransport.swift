/// Carries requests to a server, each at most once.
package protocol HTTPTransport: Sendable {
    /// Where steps run best: on a thread of the transport's own, so that no step waits for another thread to wake. `job` is a
    /// number from 0, one for each that runs workflows at the same time.
    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)?

    /// Sends a request and receives its response, within `deadline` from start to end. Redirects are not followed.
    /// Cancelling the task ends the exchange.
    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange
}
