/// Sends requests to a server, each at most once.
package protocol HTTPTransport: Sendable {
    /// The executor that steps should run on: a thread of the transport itself, so that no step waits for another
    /// thread to wake. `job` numbers the jobs that run workflows at the same time, from 0.
    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)?

    /// Sends a request and receives its response, within `deadline` from start to end. Redirects are not followed.
    /// Cancelling the task ends the exchange.
    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange
}
