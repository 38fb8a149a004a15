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
        loops = Mutex([])
    }

    deinit {
        loops.withLock { for loop in $0 { loop.stop() } }
    }

    package func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? {
        loops.withLock { loops in
            let place = job % Self.maximumLoops
            while loops.count <= place {
                // Without another loop, those that run do its work; without any, sending says why.
                guard let loop = try? CurlLoop(userAgent: userAgent, options: options) else { return loops.last }
                loops.append(loop)
            }
            return loops[place]
        }
    }

    package func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        let loop = try loop()
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

    /// Prefers the loop whose thread runs this step. The first request starts the first loop.
    private func loop() throws(TransportError) -> CurlLoop {
        try loops.withLock { loops throws(TransportError) in
            if let loop = loops.first(where: \.isCurrent) ?? loops.first { return loop }
            let loop = try CurlLoop(userAgent: userAgent, options: options)
            loops.append(loop)
            return loop
        }
    }
}
