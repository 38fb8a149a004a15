import Synchronization

/// Hands the events of a run to who writes them down, one after another, on a thread of their own: a step does not wait for the
/// report of the one before it.
final class EventQueue: Sendable {
    /// More than these wait for nobody: whoever starts a workflow waits first.
    private static let capacity = 2_000
    /// After fewer than these at once, the writer waits for more: to wake it for each would cost a step more than the rest of
    /// its report.
    private static let batchSize = 200
    private static let pause = Duration.milliseconds(5)

    private struct State {
        var events: [RunEvent] = []
        var isClosed = false
        var consumer: CheckedContinuation<Void, Never>?
        /// The writer's pause, while it has one.
        var pause: Task<Void, Never>?
        /// Who waits for the queue to be short, or empty.
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

    /// Returns when the queue is short.
    func waitForRoom() async { await wait { $0.events.count < Self.capacity } }

    /// Returns when everything that was told is written down.
    func waitUntilEmpty() async { await wait { $0.events.isEmpty && !$0.isBusy } }

    /// No more events come.
    func close() {
        let consumer = state.withLock { state in
            state.isClosed = true
            state.pause?.cancel()
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }

    /// Gives each event to `body`, until the queue is closed and empty, and calls `onPause` after those that came together.
    func drain(_ body: (RunEvent) -> Void, onPause: () -> Void) async {
        while let events = await next() {
            for event in events { body(event) }
            onPause()
            if events.count < Self.batchSize { await pause() }
        }
    }

    /// Waits a little, unless somebody waits for the queue.
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

    /// All events that wait; nil where no more come.
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
