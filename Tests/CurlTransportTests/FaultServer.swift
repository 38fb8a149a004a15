import FlyingSocks
import FoundationEssentials
import Glibc
import Synchronization

/// A server on a free loopback port that counts the whole requests that arrive, and treats connections as told.
final class FaultServer: Sendable {
    /// What happens on a connection once a whole request has arrived.
    enum Behaviour: Sendable {
        /// Answers with these bytes and keeps the connection.
        case answer(String)
        /// Answers with these bytes and closes.
        case answerAndClose(String)
        case close
        /// Closes with a reset.
        case reset
        case staySilent
        /// Sends a byte of this text again and again until the client goes away.
        case drip(start: String, byte: String)
        /// Sends this text again and again until the client goes away.
        case flood(start: String, chunk: String)
    }

    static let ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"

    let port: UInt16
    private let received = Mutex<[String]>([])
    private let connections = Mutex(0)
    private let behaviour: @Sendable (_ request: Int) -> Behaviour
    private let serving = Mutex<Task<Void, Never>?>(nil)

    /// `behaviour` tells what to do with each request, counted from 1 over all connections.
    init(_ behaviour: @escaping @Sendable (_ request: Int) -> Behaviour) async throws {
        self.behaviour = behaviour
        let socket = try Socket(domain: AF_INET)
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
        try socket.listen()
        guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.unsupportedAddress }
        self.port = port
        let pool: some AsyncSocketPool = .ePoll()
        try await pool.prepare()
        let listener = try AsyncSocket(socket: socket, pool: pool)
        let task = Task { [weak self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                group.addTask {
                    await withDiscardingTaskGroup { connections in
                        while let client = try? await listener.accept() {
                            connections.addTask { [weak self] in await self?.serve(client) }
                        }
                        connections.cancelAll()
                    }
                }
                await group.next()
                group.cancelAll()
            }
            try? listener.close()
        }
        serving.withLock { $0 = task }
    }

    deinit { serving.withLock { $0?.cancel() } }

    var url: String { "http://127.0.0.1:\(port)/otp" }

    /// The whole requests that have arrived, heads and bodies.
    var requests: [String] { received.withLock(\.self) }

    var connectionCount: Int { connections.withLock(\.self) }

    private func serve(_ client: AsyncSocket) async {
        defer { try? client.close() }
        connections.withLock { $0 += 1 }
        var buffer: [UInt8] = []
        while let request = try? await read(from: client, buffer: &buffer) {
            let number = received.withLock { received in
                received.append(request)
                return received.count
            }
            do {
                switch behaviour(number) {
                case .answer(let text): try await client.write(Data(text.utf8))
                case .answerAndClose(let text):
                    try await client.write(Data(text.utf8))
                    return
                case .close: return
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(
                        client.socket.file.rawValue, SOL_SOCKET, SO_LINGER, &linger,
                        socklen_t(MemoryLayout<linger>.size))
                    return
                case .staySilent: _ = try await client.read(atMost: 1)
                case .drip(let start, let byte):
                    try await client.write(Data(start.utf8))
                    while true {
                        try await client.write(Data(byte.utf8))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                case .flood(let start, let chunk):
                    try await client.write(Data(start.utf8))
                    while true { try await client.write(Data(chunk.utf8)) }
                }
            } catch {
                return
            }
        }
    }

    private func read(from client: AsyncSocket, buffer: inout [UInt8]) async throws -> String {
        while true {
            let text = String(decoding: buffer, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound]
                let length =
                    head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
                let size = text[..<end.upperBound].utf8.count + length
                if buffer.count >= size {
                    defer { buffer.removeFirst(size) }
                    return String(decoding: buffer[..<size], as: UTF8.self)
                }
            }
            buffer += try await client.read(atMost: 4_096)
        }
    }
}
