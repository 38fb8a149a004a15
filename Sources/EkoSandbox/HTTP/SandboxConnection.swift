import FlyingSocks
import FoundationEssentials
import Glibc

/// One client: reads requests and answers them in order, until either side closes.
struct SandboxConnection {
    private let socket: AsyncSocket
    private let api: SandboxAPI

    init(_ socket: AsyncSocket, api: SandboxAPI) {
        self.socket = socket
        self.api = api
    }

    func serve() async {
        defer { try? socket.close() }
        var reader = RequestReader { [socket] in try await socket.read(atMost: 4_096) }
        while !Task.isCancelled {
            do {
                guard let request = try await reader.next() else { return }
                let response = api.respond(to: request)
                try await socket.write(Data(response.encoded(closing: !request.keepsAlive)))
                guard request.keepsAlive else { return }
            } catch let problem as RequestReader.Problem {
                // What follows on this connection cannot be told apart from the rest of a bad request.
                try? await socket.write(Data(problem.response.encoded(closing: true)))
                await discardRest()
                return
            } catch {
                return
            }
        }
    }

    /// Closing with bytes unread would reset the connection, and the client could lose the answer.
    private func discardRest() async {
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        var rest = RequestReader.maximumBodySize
        while rest > 0, let bytes = try? await socket.read(atMost: 4_096) { rest -= bytes.count }
    }
}
