import SQLDatabase
import Threads

/// The thread of a ledger: it does what waits, as much as waits in one transaction.
final class LedgerWorker {
    private let queue: LedgerQueue
    private var store: LedgerStore
    private let run: RunEntry
    private let process: ProcessIdentity
    private let opener: LedgerOpener

    init(_ queue: LedgerQueue, _ store: LedgerStore, run: RunEntry, process: ProcessIdentity, opener: LedgerOpener) {
        self.queue = queue
        self.store = store
        self.run = run
        self.process = process
        self.opener = opener
    }

    /// How often a process shows that it is alive.
    private static let renewal = Duration.seconds(10)
    private static let turnPolling = Duration.milliseconds(100)
    /// What could not be written is tried again after this time.
    private static let pauseAfterFailure = Duration.seconds(1)
    /// For how long a lost connection is tried again.
    private static let patience = Duration.seconds(20)
    private static let pauseWhileAway = Duration.seconds(10)
    private static let pauseBetweenAttempts = Duration.milliseconds(250)

    /// The workflows that wait for their turn.
    private var waiting: [TurnRequest] = []
    /// What could not be written, to be tried again.
    private var left = LedgerBatch()
    /// Why it could not be written.
    private var problem: LedgerProblem?
    /// When a connection that could not be made is tried again.
    private var nextAttempt = ContinuousClock.now
    /// If the ledger stayed away for longer than the patience, everything is refused at once until this time.
    private var awayUntil: ContinuousClock.Instant?

    /// Returns when the run has ended.
    func work() {
        var renewal = ContinuousClock.now + Self.renewal
        while true {
            let pause = waiting.isEmpty ? left.isEmpty ? Self.renewal : Self.pauseAfterFailure : Self.turnPolling
            queue.wait(atMost: min(pause, renewal - .now))
            let taken = queue.take()
            perform(taken)
            if !taken.tasks.isEmpty { requireConnection() }
            for task in taken.tasks { task(store) }
            if ContinuousClock.now >= renewal {
                _ = try? once { store throws(SQLError) in try store.renew(process) }
                renewal = .now + Self.renewal
            }
            if let end = taken.end {
                let problem = finish(end)
                refuse(queue.close())
                taken.closing?.resume(returning: problem)
                return
            }
        }
    }

    /// Does everything that waits in one transaction.
    private func perform(_ taken: LedgerQueue.Wishes) {
        let requests = requestsInTurn(taken.turns)
        var batch = taken.batch
        batch.ends = left.ends + batch.ends
        batch.records = left.records + batch.records
        batch.releases = left.releases + batch.releases
        batch.turns = requests.map(\.wish)
        batch.givenUp = left.givenUp
        left = LedgerBatch()
        guard !batch.isEmpty else { return }
        do throws(LedgerProblem) {
            // What only is to be kept is tried again later, so that no claim waits for it.
            let patience = taken.claimants.isEmpty && requests.isEmpty ? .zero : Self.patience
            var time = ContinuousClock.now
            let answers = try persistently(for: patience) { store throws(SQLError) in
                time = .now
                return try store.perform(batch, of: run, as: process)
            }
            problem = nil
            for (claimant, answer) in zip(taken.claimants, answers.claims) {
                claimant.resume(
                    returning: answer.map { granted in
                        var granted = granted
                        granted.time = time
                        return granted
                    })
            }
            for (request, holder) in zip(requests, answers.turns) { answer(request, holder) }
        } catch {
            problem = error
            for claimant in taken.claimants { claimant.resume(returning: .failure(.unusable(error))) }
            // Nothing can be sent without the ledger, so nobody is disturbed: the claim will say what is wrong.
            for request in requests { request.resume() }
            left = batch
            left.givenUp += requests.map(\.wish)
            left.claims = []
            left.turns = []
        }
    }

    private func answer(_ request: TurnRequest, _ holder: LedgerStore.TurnHolder?) {
        if let holder {
            request.onWait(holder, .now - request.start)
            waiting.append(request)
        } else {
            request.resume()
        }
    }

    /// The new requests, and of those that wait, the ones that nobody is in the way of any more. The others go on waiting.
    private func requestsInTurn(_ new: [TurnRequest]) -> [TurnRequest] {
        var requests = new
        var still: [TurnRequest] = []
        for request in waiting {
            if request.isCancelled.load(ordering: .relaxed) {
                left.givenUp.append(request.wish)
                request.resume()
            } else if let holder = try? store.holder(inTheWayOf: request.wish, waiting: process) {
                request.onWait(holder, .now - request.start)
                still.append(request)
            } else {
                requests.append(request)
            }
        }
        waiting = still
        return requests
    }

    /// Answers the requests that came too late, and the workflows that still wait for a turn.
    private func refuse(_ late: LedgerQueue.Wishes) {
        for claimant in late.claimants {
            claimant.resume(returning: .failure(.unusable(.ended(opener.location.text))))
        }
        for request in waiting + late.turns { request.resume() }
        for task in late.tasks { task(store) }
        late.closing?.resume(returning: nil)
    }

    private func finish(_ end: RunEntry.EndState) -> LedgerProblem? {
        // After one long wait, fail at once.
        let patience = awayUntil == nil ? Self.patience : .zero
        awayUntil = nil
        if store.connection.isBroken { reconnect() }
        do throws(LedgerProblem) {
            try persistently(for: patience) { store throws(SQLError) in
                if !left.isEmpty { _ = try store.perform(left, of: run, as: process) }
                try store.end(run, end, process: process)
            }
            return nil
        } catch {
            return problem ?? error
        }
    }

    /// Tries it again while the connection is lost or others are in the way, for a limited time.
    private func persistently<Result>(
        for patience: Duration = patience, _ body: (LedgerStore) throws(SQLError) -> Result
    ) throws(LedgerProblem) -> Result {
        if let problem, let awayUntil, ContinuousClock.now < awayUntil { throw problem }
        // After one long wait, fail at once.
        let end = ContinuousClock.now + (awayUntil == nil ? patience : .zero)
        while true {
            let failure: SQLError
            do throws(SQLError) {
                let result = try once(body)
                awayUntil = nil
                return result
            } catch {
                failure = error
            }
            let isPassing = [.unreachable, .conflict].contains(failure.kind)
            if failure.kind == .unreachable { reconnect() }
            guard isPassing, ContinuousClock.now < end else {
                if failure.kind == .unreachable, patience > .zero { awayUntil = .now + Self.pauseWhileAway }
                throw LedgerProblem(failure, of: opener.location)
            }
            // Not with the thread's own signal, so that no wake is lost.
            pause(atMost: Self.pauseBetweenAttempts)
        }
    }

    /// Tries it once, after connecting again if that is needed.
    private func once<Result>(
        _ body: (LedgerStore) throws(SQLError) -> Result
    ) throws(SQLError) -> Result {
        if store.connection.isBroken, ContinuousClock.now >= nextAttempt { reconnect() }
        return try body(store)
    }

    /// Finds out whether the connection was lost meanwhile, and connects again then.
    private func requireConnection() {
        for _ in 0..<2 { _ = try? once { store throws(SQLError) in try store.moment() } }
    }

    private func reconnect() {
        if let fresh = try? opener.open() { store = fresh }
        nextAttempt = .now + Self.pauseAfterFailure
    }
}
