import Glibc
import Synchronization
import Testing

/// A server on a free loopback port that takes a request and never answers.
final class SilentServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let connections = Mutex<[Int32]>([])

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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

    /// Returns when a request, or a part of one, has arrived.
    func waitForRequest() {
        let connection = accept(listener, nil, nil)
        connections.withLock { $0.append(connection) }
        var byte: UInt8 = 0
        _ = read(connection, &byte, 1)
    }
}
