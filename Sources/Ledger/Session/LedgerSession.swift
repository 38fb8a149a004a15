import SQLDatabase
import Secrets
import Synchronization
import Threads

/// The ledger of one run: a thread that does what concurrent steps want, as much as waits in one transaction, and that keeps the
/// run's lease.
package final class LedgerSession: Sendable {
    package let run: RunEntry
    package let earlier: EarlierStarts
    package let place: String
    private let process: ProcessIdentity
    /// Hashes the names of steps and the numbers of persons.
    package let hash: KeyedHash
    private let clock: LedgerClock
    private let queue: LedgerQueue
    /// The clocks at the start, to find jumps.
    private let startOffset: Int64
    /// Whether a request was refused that a later start can make.
    private let isLeftOpen = Atomic(false)

    /// For a run that has been started in the store, which nobody else may use from here on. Throws if there can be no thread.
    package init(
        _ store: LedgerStore, run: RunEntry, earlier: EarlierStarts, process: ProcessIdentity,
        opener: LedgerOpener, clock: LedgerClock
    ) throws(LedgerProblem) {
        self.run = run
        self.earlier = earlier
        self.process = process
        self.clock = clock
        place = opener.location.text
        hash = store.hash
        startOffset = clock.offset
        let noThread = LedgerProblem(
            "the ledger \(opener.location.text) cannot be used: this process can start no thread",
            help: "end other programs, or raise the limit of threads and open files (ulimit -u, ulimit -n)")
        guard let queue = LedgerQueue() else { throw noThread }
        self.queue = queue
        // Only the thread uses it.
        nonisolated(unsafe) let store = store
        let isStarted = startThread {
            LedgerWorker(queue, store, run: run, process: process, opener: opener).work()
        }
        guard isStarted else { throw noThread }
    }

    /// Returns when the claim is on disk. Then its request may be made.
    package func claim(_ claim: Claim) async throws(ClaimRefusal) -> GrantedClaim {
        let jump = clock.offset - startOffset
        guard abs(jump) <= LedgerStore.clockTolerance else { throw .clockJumped(milliseconds: jump) }
        return try await withCheckedContinuation { continuation in
            let isOpen = queue.tell { state in
                state.batch.claims.append(claim)
                state.claimants.append(continuation)
            }
            if !isOpen { continuation.resume(returning: .failure(.unusable(.ended(place)))) }
        }.get()
    }

    /// Says what came of a claimed request. It is written with the next claim or flush.
    package func end(_ end: ClaimEnd) { queue.tell(isUrgent: false) { $0.batch.ends.append(end) } }

    /// Keeps the result of a step for later starts. It is written with the next claim or flush.
    package func record(_ record: StepRecord) { queue.tell(isUrgent: false) { $0.batch.add(record) } }

    /// Writes what waits.
    package func flush() { queue.wake() }

    /// Returns when the workflow may text the persons, or its task is cancelled. `onWait` is called now and then with who is in the way, and for how long it waits.
    package func takeTurn(
        _ wish: LedgerStore.TurnWish, onWait: @escaping @Sendable (LedgerStore.TurnHolder, Duration) -> Void
    ) async {
        let request = TurnRequest(wish, onWait: onWait)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                request.continuation.withLock { $0 = continuation }
                if !queue.tell({ $0.turns.append(request) }) { request.resume() }
            }
        } onCancel: {
            request.isCancelled.store(true, ordering: .relaxed)
            queue.wake()
        }
    }

    /// Takes the turns that are free, without waiting. Returns who has another of them.
    package func takeFreeTurns(_ wish: LedgerStore.TurnWish) async -> LedgerStore.TurnHolder? {
        await ask { [process] store throws(SQLError) in try store.takeFree(wish, as: process) } ?? nil
    }

    /// Whether the turns are still the run's own. True also if the ledger cannot say so: then no other run can take them either.
    package func holds(_ wish: LedgerStore.TurnWish) async -> Bool {
        await ask { [process] store throws(SQLError) in try store.holds(wish, as: process) } ?? true
    }

    /// Ends the turns of a workflow.
    package func releaseTurns(of workflow: Int) {
        queue.tell { $0.batch.releases.append(workflow) }
    }

    /// Says that the run can be continued, although it comes to its end.
    package func leaveOpen() { isLeftOpen.store(true, ordering: .relaxed) }

    /// Whether somebody has said so.
    package var canBeContinued: Bool { isLeftOpen.load(ordering: .relaxed) }

    /// Writes what is left and ends the run. Returns why that was not possible.
    package func close(_ state: RunEntry.EndState) async -> LedgerProblem? {
        let end = isLeftOpen.load(ordering: .relaxed) && state == .finished ? .interrupted : state
        return await withCheckedContinuation { continuation in
            let isOpen = queue.tell { state in
                state.end = end
                state.closing = continuation
            }
            if !isOpen { continuation.resume(returning: nil) }
        }
    }

    /// Nil if the ledger cannot answer.
    private func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (LedgerStore) throws(SQLError) -> Answer
    ) async -> Answer? {
        await withCheckedContinuation { continuation in
            let task: @Sendable (LedgerStore) -> Void = { continuation.resume(returning: try? question($0)) }
            if !queue.tell({ $0.tasks.append(task) }) { continuation.resume(returning: nil) }
        }
    }
}
