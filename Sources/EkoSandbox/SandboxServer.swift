/// A stand-in for the Eko API: real HTTP, state, and its own signature check.
package final class SandboxServer: Sendable {
    private let server: HTTPServer

    /// Below which paths the API is, as on staging.
    package static let basePath = "/ekoapi/v3"

    /// The port that it listens on.
    package var port: UInt16 { server.port }

    private init(_ server: HTTPServer) {
        self.server = server
    }

    /// Starts to listen on an address of this machine; port 0 takes a free one.
    package static func start(
        _ configuration: SandboxConfiguration, host: String = "127.0.0.1", port: UInt16 = 0
    ) async throws(HTTPServerError) -> SandboxServer {
        let sandbox = Sandbox(configuration)
        let router = Router(sandbox, isLoopback: host.hasPrefix("127.") || host == "::1")
        return SandboxServer(
            try await HTTPServer.start(host: host, port: port) { request in router.answer(request) })
    }

    /// Stops listening and closes every connection.
    package func stop() async { await server.stop() }
}
