/// A local replacement for the Eko API, with real HTTP, state and its own signature check.
package final class SandboxServer: Sendable {
    private let server: HTTPServer

    /// The path prefix of the API, as on staging.
    package static let basePath = "/ekoapi/v3"

    /// The port that the server listens on.
    package var port: UInt16 { server.port }

    private init(_ server: HTTPServer) {
        self.server = server
    }

    /// Listens on an address of this machine. Port 0 picks a free port.
    package static func start(
        _ configuration: SandboxConfiguration, host: String = "127.0.0.1", port: UInt16 = 0
    ) async throws(HTTPServerError) -> SandboxServer {
        let sandbox = Sandbox(configuration)
        let address = ListenAddress(host)
        let router = Router(sandbox, hosts: HostCheck(address))
        return SandboxServer(
            try await HTTPServer.start(host: address?.text ?? host, port: port) { request in router.answer(request) })
    }

    /// Stops listening and closes every connection.
    package func stop() async { await server.stop() }
}
