import CLibrary
import Synchronization
import Testing

/// A server on a free loopback port that answers only when a test asks it to.
final class LoopbackServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let connections = Mutex<[Int32]>([])
    /// Its steps, for the message of a failed test.
    private let steps = Mutex<[String]>([])

    var log: String { steps.withLock { $0.joined(separator: ", ") } }

    private func note(_ step: String) { steps.withLock { $0.append(step) } }

    init() throws {
        // Processes of other tests must not inherit it.
        let listener = openSocket(AF_INET)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 ? getsockname(listener, pointer, &length) : -1
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(status == 0 && listen(listener, 8) == 0)
    }

    deinit {
        connections.withLock { connections in
            for connection in connections { close(connection) }
        }
        close(listener)
    }

    /// Returns when the first byte of a request has arrived.
    func waitForRequest() {
        let connection = accept(listener, nil, nil)
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        connections.withLock { $0.append(connection) }
        var byte: UInt8 = 0
        _ = read(connection, &byte, 1)
    }

    /// Answers the next request with a failure whose body repeats the request's head. `action` is done before it answers.
    func echoNextRequest(after action: () -> Void = {}) {
        note("waits")
        let connection = accept(listener, nil, nil)
        note("accepted \(connection)")
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        connections.withLock { $0.append(connection) }
        var head: [UInt8] = []
        while head.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
            var bytes = [UInt8](repeating: 0, count: 4_096)
            let count = read(connection, &bytes, bytes.count)
            note("read \(count)")
            guard count > 0 else {
                Issue.record("the request ended after \(head.count) bytes: \(count), errno \(errno)")
                return
            }
            head += bytes[..<count]
        }
        action()
        let text = String(decoding: head, as: UTF8.self).split(separator: "\r\n").joined(separator: " ")
        let body = "{\"status\":1,\"message\":\"\(text.replacing("\"", with: "'"))\"}"
        let response = "HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
        let written = response.utf8CString.withUnsafeBytes { write(connection, $0.baseAddress, $0.count - 1) }
        note("wrote \(written) of \(response.utf8.count), errno \(errno)")
    }

    /// Receives the next request to its end and answers it. `action` is done before it answers. Nil if the request is cut off.
    func receiveRequest(
        answering body: String, headers: String = "", after action: () -> Void = {}
    ) -> (head: String, body: [UInt8])? {
        let connection = accept(listener, nil, nil)
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        connections.withLock { $0.append(connection) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var end: Int?
        var head = ""
        var size = 0
        while end == nil || bytes.count < end! + size {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            if end == nil, let range = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                end = range.upperBound
                head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self).lowercased()
                size =
                    head.split(separator: "content-length: ").dropFirst().first.flatMap {
                        Int($0.prefix(while: \.isNumber))
                    } ?? 0
            }
        }
        action()
        let response = "HTTP/1.1 200 OK\r\n\(headers)content-length: \(body.utf8.count)\r\n\r\n\(body)"
        _ = response.utf8CString.withUnsafeBytes { write(connection, $0.baseAddress, $0.count - 1) }
        return (head, Array(bytes[end!...]))
    }
}
