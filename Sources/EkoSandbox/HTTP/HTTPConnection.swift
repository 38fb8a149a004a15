import CLibrary
import FlyingSocks
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One client's connection: reads requests and answers them in order, until either side closes.
final class HTTPConnection: Sendable {
    private let socket: AsyncSocket
    private let limits: ConnectionLimits
    private let handler: HTTPServer.Handler
    private let pool: ReadySockets
    private let state: Mutex<State>

    private struct State {
        var isOpen = true
        var isHungUp = false
        var isReadingRequest = false
        /// When the server closes the connection, unless something happens before.
        var end: ContinuousClock.Instant
    }

    init(
        _ socket: AsyncSocket, pool: ReadySockets, limits: ConnectionLimits,
        handler: @escaping HTTPServer.Handler
    ) {
        self.socket = socket
        self.pool = pool
        self.limits = limits
        self.handler = handler
        state = Mutex(State(end: .now + limits.idle))
        // So that each byte of a drip is sent by itself.
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    /// When the server closes the connection.
    var end: ContinuousClock.Instant { state.withLock(\.end) }

    /// Whether no request is in progress.
    var isIdle: Bool { state.withLock { !$0.isReadingRequest } }

    private var descriptor: Int32 { socket.socket.file.rawValue }

    func serve() async {
        var reader = RequestReader(
            limits: limits, receive: { [self] in try await receive() },
            proceed: { [self] in try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) })
        while !Task.isCancelled {
            expectRequest()
            do {
                guard let request = try await reader.next() else { break }
                for action in handler(request) {
                    guard try await perform(action) else { return await close() }
                }
                guard request.keepsAlive else { break }
            } catch let problem as RequestReader.Problem {
                // The next bytes could belong to the bad request, so no further request can be read.
                try? await write(problem.response.encoded(closing: true))
                await discardRest()
                break
            } catch {
                break
            }
        }
        await close()
    }

    /// Ends the connection from another task: all reads and writes on it fail.
    func hangUp() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isHungUp = true
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    private func close() async {
        await pool.settle()
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            try? socket.close()
        }
    }

    private func expectRequest() {
        state.withLock { state in
            state.isReadingRequest = false
            state.end = .now + limits.idle
        }
    }

    /// The time limit of a request starts with its first bytes; later bytes do not extend it.
    private func receive() async throws -> [UInt8] {
        let bytes = try await socket.read(atMost: 4_096)
        state.withLock { state in
            guard !state.isReadingRequest else { return }
            state.isReadingRequest = true
            state.end = .now + limits.request
        }
        return bytes
    }

    private func write(_ bytes: [UInt8]) async throws {
        state.withLock { $0.end = .now + limits.write }
        try await socket.write(Data(bytes))
    }

    /// Suspends the deadline while the server itself delays.
    private func keepOpen() {
        state.withLock { $0.end = .now + .seconds(365 * 24 * 3_600) }
    }

    /// Returns false if the connection ends with the action.
    private func perform(_ action: ConnectionAction) async throws -> Bool {
        switch action {
        case .send(let bytes):
            try await write(bytes)
        case .wait(let duration):
            keepOpen()
            return try await wait(duration)
        case .drip(let bytes, let pause):
            for byte in bytes {
                try await Task.sleep(for: pause)
                try await write([byte])
            }
        case .flood(let bytes):
            while true {
                try Task.checkCancellation()
                try await write(bytes)
            }
        case .stream(let parts):
            await stream(parts)
            return false
        case .staySilent:
            keepOpen()
            while true { _ = try await socket.read(atMost: 4_096) }
        case .close:
            return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        }
        return true
    }

    /// Waits, unless the client disconnects. Bytes that it sends meanwhile are kept for the next request.
    private func wait(_ duration: Duration) async throws -> Bool {
        let end = ContinuousClock.now + duration
        while true {
            let rest = end - .now
            guard rest > .zero else { return true }
            try await Task.sleep(for: min(rest, .milliseconds(200)))
            var byte: UInt8 = 0
            let isGone = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
            if isGone || state.withLock(\.isHungUp) { return false }
        }
    }

    /// Sends parts until the stream ends. Only a read shows that the client has disconnected.
    private func stream(_ parts: AsyncStream<[UInt8]>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                keepOpen()
                for await part in parts {
                    guard (try? await write(part)) != nil else { return }
                    keepOpen()
                }
            }
            group.addTask { [self] in
                while (try? await socket.read(atMost: 4_096)) != nil {}
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Closing with unread bytes would reset the connection, and the client could lose the answer.
    private func discardRest() async {
        shutdown(descriptor, Int32(SHUT_WR))
        var rest = limits.bodySize
        while rest > 0, let bytes = try? await socket.read(atMost: 4_096) { rest -= bytes.count }
    }
}

extension SocketPool {
    /// Returns when the pool has finished its current work. This works around a bug in FlyingSocks 0.27: its pool resumes
    /// the task that waits for a socket before it removes the socket from epoll. If the task closes the socket in between,
    /// the removal fails, and the pool never watches the next socket with the same descriptor number.
    fileprivate func settle() {}
}
