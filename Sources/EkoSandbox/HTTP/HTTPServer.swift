import CLibrary
import FlyingSocks

/// An HTTP/1.1 server whose handler chooses the actions on the connection for each request.
///
/// It uses plain sockets, because it must limit what bad clients send, and produce faults that no HTTP server library
/// allows.
package final class HTTPServer: Sendable {
    /// Called once for each complete request.
    package typealias Handler = @Sendable (SandboxRequest) -> [ConnectionAction]

    /// The port that the server listens on.
    package let port: UInt16
    let connections: ConnectionTable
    private let serving: Task<Void, Never>

    private init(port: UInt16, connections: ConnectionTable, serving: Task<Void, Never>) {
        self.port = port
        self.connections = connections
        self.serving = serving
    }

    deinit { serving.cancel() }

    /// Listens on an IPv4 or IPv6 address of this machine. Port 0 picks a free port. Without an executor, it uses the
    /// threads that all tasks share.
    package static func start(
        host: String = "127.0.0.1", port: UInt16 = 0, limits: ConnectionLimits = ConnectionLimits(),
        executor: (any TaskExecutor)? = nil, handler: @escaping Handler
    ) async throws(HTTPServerError) -> HTTPServer {
        // Writing to a client that has disconnected must not end the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            let socket = try listen(host: host, port: port)
            let port = try socket.boundPort
            let pool = ReadySockets.make()
            try await pool.prepare()
            let listener = try AsyncSocket(socket: socket, pool: pool)
            let connections = ConnectionTable(limits: limits)
            let serving = Task(executorPreference: executor) {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await pool.run() }
                    group.addTask { await connections.watch() }
                    group.addTask { await accept(from: listener, pool, connections, limits: limits, handler: handler) }
                    await group.next()
                    group.cancelAll()
                }
                try? listener.close()
            }
            return HTTPServer(port: port, connections: connections, serving: serving)
        } catch {
            throw HTTPServerError(error)
        }
    }

    /// Stops listening and closes every connection.
    package func stop() async {
        serving.cancel()
        await serving.value
    }

    private static func listen(host: String, port: UInt16) throws -> Socket {
        let isIPv6 = host.contains(":")
        let socket = try Socket(domain: isIPv6 ? AF_INET6 : AF_INET)
        do {
            try socket.setValue(true, for: .localAddressReuse)
            if isIPv6 {
                try socket.bind(to: .inet6(ip6: host, port: port))
            } else {
                try socket.bind(to: .inet(ip4: host, port: port))
            }
        } catch {
            try? socket.close()
            throw error
        }
        // If this fails, it has already closed the socket.
        try socket.listen()
        return socket
    }

    private static func accept(
        from listener: AsyncSocket, _ pool: ReadySockets, _ connections: ConnectionTable, limits: ConnectionLimits,
        handler: @escaping Handler
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let connection = HTTPConnection(
                        try await listener.accept(), pool: pool, limits: limits, handler: handler)
                    connections.add(connection)
                    group.addTask {
                        await connection.serve()
                        connections.remove(connection)
                    }
                } catch {
                    if case SocketError.failed(_, EMFILE, _) = error { connections.makeRoom() }
                    // All files may be open elsewhere in the process, so closing a connection may not help at once.
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            group.cancelAll()
        }
    }
}

#if canImport(Darwin)
    typealias ReadySockets = SocketPool<kQueue>

    extension ReadySockets {
        fileprivate static func make() -> ReadySockets { .kQueue() }
    }
#else
    typealias ReadySockets = SocketPool<ePoll>

    extension ReadySockets {
        fileprivate static func make() -> ReadySockets { .ePoll() }
    }
#endif

/// Why the server cannot start, in words: `address already in use`.
package struct HTTPServerError: Error, CustomStringConvertible {
    package let description: String

    fileprivate init(_ error: any Error) {
        switch error {
        case SocketError.failed(_, _, let message): description = message.lowercased()
        case SocketError.unsupportedAddress: description = "it is not an IPv4 or IPv6 address"
        default: description = "\(error)"
        }
    }
}

extension Socket {
    fileprivate var boundPort: UInt16 {
        get throws {
            switch try sockname() {
            case .ip4(_, let port), .ip6(_, let port): port
            default: throw SocketError.unsupportedAddress
            }
        }
    }
}
