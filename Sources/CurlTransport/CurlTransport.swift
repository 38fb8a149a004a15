import HTTP
import Synchronization

/// Sends requests with the system's libcurl, each at most once.
package final class CurlTransport: HTTPTransport {
    /// Two threads are as fast as two processors and a server on one machine allow. A second job starts the second.
    private static let maximumLoops = 2

    private let userAgent: String
    private let options: ConnectionOptions
    private let loops: Mutex<[CurlLoop]>

    /// `userAgent` names the program to servers.
    package init(userAgent: String, options: ConnectionOptions = ConnectionOptions()) {
        self.userAgent = userAgent
        self.options = options
        loops = Mutex([CurlLoop(userAgent: userAgent, options: options)])
    }

    deinit {
        loops.withLock { for loop in $0 { loop.stop() } }
    }

    package func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? {
        loops.withLock { loops in
            let place = job % Self.maximumLoops
            while loops.count <= place { loops.append(CurlLoop(userAgent: userAgent, options: options)) }
            return loops[place]
        }
    }

    package func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        // Prefer the loop whose thread runs this step.
        let loop = loops.withLock { loops in loops.first(where: \.isCurrent) ?? loops[0] }
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
