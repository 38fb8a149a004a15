import CLibrary
import Synchronization

@testable import EkoSandbox

/// A server on a free loopback port that records the complete requests, and answers them as a test says.
final class FaultServer: Sendable {
    private let server: HTTPServer
    private let log = Log()

    private final class Log: Sendable {
        let requests = Mutex<[SandboxRequest]>([])
    }

    /// `behaviour` chooses the answer to each request. Requests are counted from 1, over all connections.
    init(_ behaviour: @escaping @Sendable (_ number: Int, SandboxRequest) -> [ConnectionAction]) async throws {
        var limits = ConnectionLimits()
        limits.bodySize = 16 << 20
        // On a slow machine, a test may not go on for minutes.
        (limits.idle, limits.request, limits.write) = (.seconds(1_000), .seconds(1_000), .seconds(1_000))
        // Other tests may block the threads that tasks share for longer than a deadline of these tests.
        server = try await HTTPServer.start(limits: limits, executor: QueueExecutor()) { [log] request in
            let number = log.requests.withLock { requests in
                requests.append(request)
                return requests.count
            }
            return behaviour(number, request)
        }
    }

    /// Answers every request normally, except request number `faulty`, which gets the fault.
    convenience init(_ fault: Fault, onRequest faulty: Int = 1) async throws {
        try await self.init { number, request in
            number == faulty ? fault.actions(for: .ok, to: request) : [.send(SandboxResponse.ok.encoded())]
        }
    }

    /// Gives every request the same answer.
    convenience init(answering response: SandboxResponse = .ok) async throws {
        try await self.init { _, _ in [.send(response.encoded())] }
    }

    var port: UInt16 { server.port }

    var url: String { "http://127.0.0.1:\(port)/otp" }

    /// The complete requests so far.
    var requests: [SandboxRequest] { log.requests.withLock(\.self) }

    var openConnections: [HTTPConnection] { server.connections.open }
}

extension SandboxResponse {
    static let ok = SandboxResponse(
        status: 200, headers: [("content-type", "application/json")], body: Array(#"{"status":0}"#.utf8))
}

/// Binds a socket to a free port of the loopback interface.
func bindToFreePort(_ descriptor: Int32) -> UInt16? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
        }
    }
    return status == 0 ? UInt16(bigEndian: address.sin_port) : nil
}
