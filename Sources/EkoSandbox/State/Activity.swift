import JSON
import Synchronization

/// The latest API calls, and the live events for open pages.
final class Activity: Sendable {
    static let callsKept = 100

    private struct State {
        var calls: [CallRecord] = []
        var watchers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
        var lastWatcher = 0
    }

    private let onCall: (@Sendable (CallRecord) -> Void)?
    private let state = Mutex(State())

    /// `onCall` is called after each API call.
    init(onCall: (@Sendable (CallRecord) -> Void)?) {
        self.onCall = onCall
    }

    /// The last calls, newest last.
    var calls: [CallRecord] { state.withLock { $0.calls.suffix(Self.callsKept) } }

    func add(_ call: CallRecord) {
        onCall?(call)
        state.withLock { state in
            state.calls.append(call)
            if state.calls.count >= 2 * Self.callsKept { state.calls.removeFirst(Self.callsKept) }
        }
        tell("call") { call.json }
    }

    func forgetCalls() { state.withLock { $0.calls.removeAll() } }

    /// Sends an event to all watchers. `value` is only evaluated if there are any.
    func tell(_ event: String, _ value: () -> JSONValue) {
        let watchers = state.withLock(\.watchers)
        guard !watchers.isEmpty else { return }
        let bytes = Self.bytes(event, value())
        for (id, watcher) in watchers {
            // A watcher that is too slow is disconnected. It reconnects and gets a new snapshot.
            if case .dropped = watcher.yield(bytes) {
                watcher.finish()
                state.withLock { _ = $0.watchers.removeValue(forKey: id) }
            }
        }
    }

    /// `first`, then all further events, as server-sent events (HTML standard, section 9.2).
    func watch(first event: String, _ value: () -> JSONValue) -> AsyncStream<[UInt8]> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.eventsKept))
        let id = state.withLock { state in
            state.lastWatcher += 1
            state.watchers[state.lastWatcher] = continuation
            return state.lastWatcher
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
        }
        // An event that arrives between the two steps is sent twice, which is better than not at all.
        continuation.yield(Self.bytes(event, value()))
        return stream
    }

    private static let eventsKept = 1_000

    private static func bytes(_ event: String, _ value: JSONValue) -> [UInt8] {
        Array("event: \(event)\ndata: \(value.serialized)\n\n".utf8)
    }
}
