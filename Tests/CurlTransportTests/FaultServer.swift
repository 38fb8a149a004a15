import Foundation
import Synchronization
import Testing

/// A server on a free loopback port that counts the whole requests that arrive, and treats connections as told.
///
/// It has threads of its own: other tests may keep those of Swift's tasks busy for longer than a deadline here.
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
        /// Neither answers nor closes.
        case staySilent
        /// Sends a byte again and again until the client goes away.
        case drip(start: String, byte: String)
        /// Sends a chunk again and again until the client goes away.
        case flood(start: String, chunk: String)
    }

    static let ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"

    let port: UInt16
    private let listener: Int32
    private let log = Log()

    /// What has arrived, shared with the threads, which may outlive the server.
    private final class Log: Sendable {
        let requests = Mutex<[String]>([])
        let connections = Mutex(0)
    }

    /// `behaviour` tells what to do with each request, counted from 1 over all connections.
    init(_ behaviour: @escaping @Sendable (_ request: Int) -> Behaviour) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        port = try #require(bindToFreePort(listener))
        try #require(listen(listener, 512) == 0)
        Thread.detachNewThread { [log] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                log.connections.withLock { $0 += 1 }
                Thread.detachNewThread {
                    Self.serve(client, log, behaviour)
                    close(client)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)/otp" }

    /// The whole requests that have arrived, heads and bodies.
    var requests: [String] { log.requests.withLock(\.self) }

    var connectionCount: Int { log.connections.withLock(\.self) }

    private static func serve(_ client: Int32, _ log: Log, _ behaviour: (Int) -> Behaviour) {
        var buffer: [UInt8] = []
        while let request = nextRequest(from: client, buffer: &buffer) {
            let number = log.requests.withLock { requests in
                requests.append(request)
                return requests.count
            }
            switch behaviour(number) {
            case .answer(let text): guard send(text, to: client) else { return }
            case .answerAndClose(let text):
                _ = send(text, to: client)
                return
            case .close: return
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                return
            case .staySilent: _ = receive(from: client)
            case .drip(let start, let byte):
                var isSent = send(start, to: client)
                while isSent {
                    usleep(20_000)
                    isSent = send(byte, to: client)
                }
                return
            case .flood(let start, let chunk):
                var isSent = send(start, to: client)
                while isSent { isSent = send(chunk, to: client) }
                return
            }
        }
    }

    private static func nextRequest(from client: Int32, buffer: inout [UInt8]) -> String? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).lowercased()
                let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                let size = end.upperBound + (field.flatMap { Int($0.dropFirst(16)) } ?? 0)
                if buffer.count >= size {
                    defer { buffer.removeFirst(size) }
                    return String(decoding: buffer[..<size], as: UTF8.self)
                }
            }
            guard let bytes = receive(from: client) else { return nil }
            buffer += bytes
        }
    }

    private static func receive(from client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(client, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    private static func send(_ text: String, to client: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
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
