import SQLDatabase
import Threads

/// The thread of a ledger: it does what waits, as much as waits in one transaction.
final class LedgerWorker {
    private let queue: LedgerQueue
    private var store: LedgerStore
    private let run: RunEntry
    private let process: ProcessIdentity
    private let opener: LedgerOpener
    /// When a connection that could not be made is tried again.
    private var nextAttempt = ContinuousClock.now
    /// Since when turns cannot be asked for; nil if they can.
    private var lostSince: ContinuousClock.Instant?

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
    private static let pauseBetweenAttempts = Duration.milliseconds(250)

    /// Returns when the run has ended.
    func work() {
        var renewal = ContinuousClock.now + Self.renewal
        var waiting: [TurnRequest] = []
        /// What could not be written, to be tried again.
        var left = LedgerBatch()
        var releases: [Int] = []
        var problem: LedgerProblem?
        while true {
            let isBehind = !left.isEmpty || !releases.isEmpty
            let pause = !waiting.isEmpty ? Self.turnPolling : isBehind ? Self.pauseAfterFailure : Self.renewal
            queue.wait(atMost: min(pause, renewal - .now))
            let taken = queue.take()
            var batch = taken.batch
            batch.ends = left.ends + batch.ends
            batch.records = left.records + batch.records
            left = LedgerBatch()
            if !batch.isEmpty {
                do throws(LedgerProblem) {
                    // What only is to be kept is tried again later, so that no claim waits for it.
                    let patience = taken.claimants.isEmpty ? .zero : Self.patience
                    let results = try persistently(for: patience) { store throws(SQLError) in
                        try store.perform(batch, of: run, as: process)
                    }
                    problem = nil
                    for (claimant, result) in zip(taken.claimants, results) { claimant.resume(returning: result) }
                } catch {
                    problem = error
                    for claimant in taken.claimants { claimant.resume(returning: .failure(.unusable(error))) }
                    left = batch
                    left.claims = []
                }
            }
            releases = release(releases + taken.releases)
            if !taken.tasks.isEmpty { requireConnection() }
            for task in taken.tasks { task(store) }
            waiting = poll(waiting + taken.turns)
            if ContinuousClock.now >= renewal {
                _ = try? once { store throws(SQLError) in try store.renew(process) }
                renewal = .now + Self.renewal
            }
            if let end = taken.end {
                let problem = finish(end, left, problem)
                refuse(queue.close(), waiting)
                taken.closing?.resume(returning: problem)
                return
            }
        }
    }

    /// Answers those who came too late, and those who still wait for a turn.
    private func refuse(_ late: LedgerQueue.Wishes, _ waiting: [TurnRequest]) {
        for claimant in late.claimants {
            claimant.resume(returning: .failure(.unusable(.ended(opener.location.text))))
        }
        for request in waiting + late.turns { request.resume() }
        for task in late.tasks { task(store) }
        late.closing?.resume(returning: nil)
    }

    private func finish(_ end: RunEntry.EndState, _ left: LedgerBatch, _ problem: LedgerProblem?) -> LedgerProblem? {
        do throws(LedgerProblem) {
            try persistently { store throws(SQLError) in
                if !left.isEmpty { _ = try store.perform(left, of: run, as: process) }
                try store.end(run, end, process: process)
            }
            return nil
        } catch {
            return problem ?? error
        }
    }

    /// Returns the workflows whose turns could not be released.
    private func release(_ workflows: [Int]) -> [Int] {
        guard !workflows.isEmpty else { return [] }
        requireConnection()
        return workflows.filter { workflow in
            do throws(SQLError) {
                try once { store throws(SQLError) in try store.release(workflow, of: process) }
                return false
            } catch {
                return true
            }
        }
    }

    /// Returns the requests that still wait.
    private func poll(_ requests: [TurnRequest]) -> [TurnRequest] {
        if requests.isEmpty { lostSince = nil }
        return requests.filter { request in
            if request.isCancelled.load(ordering: .relaxed) {
                try? once { store throws(SQLError) in try store.giveUp(request.wish, as: process) }
                request.resume()
                return false
            }
            do throws(SQLError) {
                let holder = try once { store throws(SQLError) in try store.take(request.wish, as: process) }
                lostSince = nil
                if let holder {
                    request.onWait(holder, .now - request.start)
                    return true
                }
            } catch {
                let since = lostSince ?? .now
                lostSince = since
                let mayPass =
                    switch error.kind {
                    case .locked, .conflict, .timedOut: true
                    case .unreachable: .now - since < Self.patience
                    default: false
                    }
                // Nothing can be sent without the ledger, so nobody is disturbed: the claim will say what is wrong.
                if !mayPass { request.resume() }
                return mayPass
            }
            request.resume()
            return false
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

    /// Tries it again while the connection is lost or others are in the way, for a limited time.
    private func persistently<Result>(
        for patience: Duration = patience, _ body: (LedgerStore) throws(SQLError) -> Result
    ) throws(LedgerProblem) -> Result {
        let end = ContinuousClock.now + patience
        while true {
            let failure: SQLError
            do throws(SQLError) {
                return try once(body)
            } catch {
                failure = error
            }
            let isPassing = [.unreachable, .conflict].contains(failure.kind)
            guard isPassing, ContinuousClock.now < end else { throw LedgerProblem(failure, of: opener.location.text) }
            sleep(for: Self.pauseBetweenAttempts)
            if failure.kind == .unreachable { reconnect() }
        }
    }

    private func reconnect() {
        if let fresh = try? opener.open() { store = fresh }
        nextAttempt = .now + Self.pauseAfterFailure
    }

    private func sleep(for time: Duration) {
        // Another signal than the thread's own, so that no wake is lost.
        WakeSignal()?.wait(atMost: time)
    }
}
