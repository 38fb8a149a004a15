import SQLDatabase
import Synchronization
import Threads

@testable import Ledger

/// A session of one run, whose connection a test watches. PostgreSQL has its own clock here.
final class TestSession: Sendable {
    let ledger: TestLedger
    let session: LedgerSession
    let process: ProcessIdentity
    /// The first connection. The session opens another if this one is cut.
    nonisolated(unsafe) let connection: TestConnection

    init(_ ledger: TestLedger, key: String = "run", watch: (TestConnection) -> Void = { _ in }) throws {
        self.ledger = ledger
        // The opener marks a new file.
        _ = try ledger.opener.open()
        process = .elsewhere("process of \(key)")
        let connection = TestConnection(try ledger.connect())
        let clock = ledger.clock.ledgerClock
        let store = try LedgerStore(connection, clock: clock, newKey: TestLedger.newKey)
        let run = try store.started(.example(key), as: process)
        watch(connection)
        self.connection = connection
        session = try LedgerSession(
            store, run: run, earlier: EarlierStarts(), process: process, opener: ledger.opener, clock: clock)
    }

    func cut() { connection.isCut.store(true, ordering: .sequentiallyConsistent) }

    /// Claims, and returns why not.
    func refusal(_ claim: Claim) async -> ClaimRefusal? {
        do throws(ClaimRefusal) {
            _ = try await session.claim(claim)
            return nil
        } catch {
            return error
        }
    }

    /// Claims many at once. Returns how many were granted.
    func claimAtOnce(_ claims: [Claim]) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
            for claim in claims { group.addTask { await self.refusal(claim) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}

/// Lets a thread wait until the test goes on.
final class Gate: Sendable {
    private let signal = WakeSignal()!

    func open() { signal.wake() }
    func pass() { signal.wait(atMost: nil) }
}

/// Counts calls of a connection, from any thread.
final class CallCount: Sendable {
    private let state = Mutex(0)
    var value: Int { state.withLock(\.self) }
    func add() { state.withLock { $0 += 1 } }
}
