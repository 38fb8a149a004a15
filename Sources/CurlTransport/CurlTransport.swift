import WorkflowEngine

/// Carries requests with the system's libcurl, each at most once.
package final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop

    /// `userAgent` names the program to servers.
    package init(userAgent: String) {
        loop = CurlLoop(userAgent: userAgent)
    }

    deinit {
        loop.stop()
    }

    package var preferredExecutor: (any TaskExecutor)? { loop }

    package func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        let id = loop.nextTransferID()
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.start(CurlLoop.Start(id: id, request: request, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            loop.cancel(id)
        }
        return try result.get()
    }
}
