import Synchronization

/// Passes the events of a run to a consumer, one after another, on a task of its own. So a step does not wait until the step
/// before it is reported.
final class EventQueue: Sendable {
    /// If this many events are waiting, no other workflow starts until there is room.
    private static let capacity = 2_000
    /// After a smaller batch, the consumer pauses to collect more events: waking it for each event would cost a step more than
    /// the rest of its report.
    private static let batchSize = 200
    private static let pause = Duration.milliseconds(5)

    private struct State {
        var events: [RunEvent] = []
        var isClosed = false
        var consumer: CheckedContinuation<Void, Never>?
        /// The consumer's current pause.
        var pause: Task<Void, Never>?
        /// Callers that wait until the queue has room or is empty.
        var producers: [CheckedContinuation<Void, Never>] = []
        var isBusy = false
    }

    private let state = Mutex(State())

    func tell(_ event: RunEvent) {
        let consumer = state.withLock { state in
            state.events.append(event)
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }

    /// Returns when the queue has room.
    func waitForRoom() async { await wait { $0.events.count < Self.capacity } }

    /// Returns when the consumer has handled all events.
    func waitUntilEmpty() async { await wait { $0.events.isEmpty && !$0.isBusy } }

    /// Ends `drain` after the remaining events.
    func close() {
        let consumer = state.withLock { state in
            state.isClosed = true
            state.pause?.cancel()
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }

    /// Calls `body` with each event until the queue is closed and empty. Calls `onPause` after each batch of events.
    func drain(_ body: (RunEvent) -> Void, onPause: () -> Void) async {
        while let events = await next() {
            for event in events { body(event) }
            onPause()
            if events.count < Self.batchSize { await pause() }
        }
    }

    /// Waits a little for more events, unless a caller waits for the queue.
    private func pause() async {
        let pause = state.withLock { state -> Task<Void, Never>? in
            state.isBusy = false
            guard !state.isClosed, state.producers.isEmpty else { return nil }
            let pause = Task { _ = try? await ContinuousClock().sleep(for: Self.pause) }
            state.pause = pause
            return pause
        }
        await pause?.value
        state.withLock { $0.pause = nil }
    }

    /// Waits for events and returns them all; nil if the queue is closed and empty.
    private func next() async -> [RunEvent]? {
        while true {
            let (events, isClosed, producers) = state.withLock { state in
                state.isBusy = !state.events.isEmpty
                defer {
                    state.events = []
                    state.producers = []
                }
                return (state.events, state.isClosed, state.producers)
            }
            for producer in producers { producer.resume() }
            if !events.isEmpty { return events }
            if isClosed { return nil }
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard state.events.isEmpty, !state.isClosed else { return false }
                    state.consumer = continuation
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        }
    }

    private func wait(until isMet: @Sendable (State) -> Bool) async {
        while true {
            if state.withLock({ isMet($0) }) { return }
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard !isMet(state) else { return false }
                    state.producers.append(continuation)
                    state.pause?.cancel()
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        }
    }
}
