import FlyingSocks
import Glibc

/// A stand-in for the Eko API: real HTTP on a loopback port, with its own signature check.
///
/// Its HTTP is written on plain sockets, because it has to bound what bad clients send, and to misbehave on demand in
/// ways that no HTTP server library lets through.
package final class SandboxServer: Sendable {
    /// The port that it listens on, on 127.0.0.1.
    package let port: UInt16
    private let serving: Task<Void, Never>

    /// Below which paths the API is, as on staging.
    package static let basePath = "/ekoapi/v3"

    package var baseURL: String { "http://127.0.0.1:\(port)\(Self.basePath)" }

    private init(port: UInt16, serving: Task<Void, Never>) {
        self.port = port
        self.serving = serving
    }

    /// Starts to listen on a free port of the loopback interface.
    package static func start(_ configuration: SandboxConfiguration) async throws -> SandboxServer {
        let socket = try Socket(domain: AF_INET)
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
        try socket.listen()
        guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.unsupportedAddress }
        let pool: some AsyncSocketPool = .ePoll()
        try await pool.prepare()
        let listener = try AsyncSocket(socket: socket, pool: pool)
        let api = SandboxAPI(configuration)
        let serving = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                group.addTask { await accept(from: listener, api: api) }
                await group.next()
                group.cancelAll()
            }
            try? listener.close()
        }
        return SandboxServer(port: port, serving: serving)
    }

    /// Stops listening and closes every connection.
    package func stop() async {
        serving.cancel()
        await serving.value
    }

    private static func accept(from listener: AsyncSocket, api: SandboxAPI) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled, let socket = try? await listener.accept() {
                group.addTask { await SandboxConnection(socket, api: api).serve() }
            }
            group.cancelAll()
        }
    }
}
