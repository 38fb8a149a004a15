import Synchronization

/// Lets only one workflow at a time text a person: a second send would invalidate the OTP that the first one will verify.
///
/// A workflow that already has a turn does not wait for another person, so that no two workflows wait for each other.
final class RecipientTurns: Sendable {
    private struct State {
        /// The workflow that has the turn, by the person's number.
        var holders: [String: Int] = [:]
        var held: [Int: [String]] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Returns when the workflow may text these numbers, or its task is cancelled.
    func take(_ recipients: [String], for workflow: Int) async {
        let persons = recipients.map(personTexted)
        await withTaskCancellationHandler {
            while !Task.isCancelled, !tryTake(persons, for: workflow) {
                await withCheckedContinuation { continuation in
                    let mustWait = state.withLock { state in
                        guard !Task.isCancelled, !Self.mayTake(persons, for: workflow, state) else { return false }
                        state.waiting.append(continuation)
                        return true
                    }
                    if !mustWait { continuation.resume() }
                }
            }
        } onCancel: {
            wakeAll()
        }
    }

    /// Releases the turns of a finished workflow.
    func release(_ workflow: Int) {
        let wasHolding = state.withLock { state in
            guard let persons = state.held.removeValue(forKey: workflow) else { return false }
            for person in persons { state.holders[person] = nil }
            return true
        }
        if wasHolding { wakeAll() }
    }

    private func tryTake(_ persons: [String], for workflow: Int) -> Bool {
        state.withLock { state in
            guard Self.mayTake(persons, for: workflow, state) else { return false }
            for person in persons where state.holders[person] == nil {
                state.holders[person] = workflow
                state.held[workflow, default: []].append(person)
            }
            return true
        }
    }

    private static func mayTake(_ persons: [String], for workflow: Int, _ state: State) -> Bool {
        state.held[workflow] != nil || persons.allSatisfy { state.holders[$0] == nil }
    }

    private func wakeAll() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
