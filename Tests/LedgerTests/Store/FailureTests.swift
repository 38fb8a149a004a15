import SQLDatabase
import Synchronization
import Testing

@testable import Ledger

@Suite("A database that fails at any moment")
struct FailureTests {
    /// How a call fails.
    enum Failure: CaseIterable {
        /// The call is not made.
        case before
        /// The call is made, and its answer is lost with the connection.
        case lostAnswer
    }

    private let process = ProcessIdentity.elsewhere("one")

    /// Everything in the ledger that a batch changes.
    private func state(_ ledger: TestLedger) throws -> [[SQLRow]] {
        try [
            "SELECT step_key, attempt, state FROM claims ORDER BY step_key, attempt",
            "SELECT period, person, sends, amount FROM budgets ORDER BY period, person",
            "SELECT step_key, result FROM results ORDER BY step_key",
        ].map { try ledger.query($0) }
    }

    @Test(
        "all of a batch is done or nothing, what is granted is in the ledger, and the same batch again does the rest",
        arguments: Database.allCases, Failure.allCases)
    func batch(_ database: Database, _ failure: Failure) throws {
        let ledger = try TestLedger(database)
        var call = 0
        var outcomes: Set<String> = []
        while true {
            call += 1
            // Each round has a ledger's worth of names of its own.
            let name = "\(call)"
            let plain = try ledger.open()
            let run = try plain.started(.example(name), as: process)
            let earlier = try plain.claim(.sms("\(name) a", account: name), of: run, as: process).get()
            var batch = LedgerBatch()
            batch.ends = [ClaimEnd(earlier, .notSent, outcome: .didNotHappen)]
            batch.records = [StepRecord(stepKey: "\(name) r", result: "{}")]
            batch.claims = ["b", "c", "d"].map { .sms("\(name) \($0)", account: name) { $0.sendsPerDay = 2 } }
            let (store, connection) = try ledger.watched()
            let failing = Failing(at: call)
            if failure == .before {
                connection.before = { _ throws(SQLError) in try failing.count(.full) }
            } else {
                connection.after = { [unowned connection] _ throws(SQLError) in
                    do throws(SQLError) {
                        try failing.count(.unreachable)
                    } catch {
                        connection.isCut.store(true, ordering: .relaxed)
                        throw error
                    }
                }
            }
            let before = try state(ledger)
            do throws(SQLError) {
                let results = try store.perform(batch, of: run, as: process).claims
                #expect(results.map(\.isGranted) == [true, true, false])
                outcomes.insert("done")
                #expect(!failing.hasFailed)
            } catch {
                connection.wrapped.rollback()
                let isDone = try state(ledger) != before
                outcomes.insert(isDone ? "done without an answer" : "nothing")
                #expect(!isDone || failure == .lostAnswer)
                let left = try ledger.count("claims WHERE run = \(run.id)")
                #expect(left == (isDone ? 3 : 1))
                // The same again, as after a lost connection.
                #expect(
                    try ledger.open().perform(batch, of: run, as: process).claims.map(\.isGranted) == [
                        true, true, false,
                    ])
            }
            #expect(
                try ledger.query("SELECT state FROM claims WHERE run = $1 ORDER BY step_key", .integer(run.id))
                    == [SQLRow(["not_sent"]), SQLRow(["claimed"]), SQLRow(["claimed"])])
            #expect(
                try ledger.query(
                    "SELECT sends FROM budgets WHERE person = '' AND account = (SELECT id FROM accounts WHERE address = $1)",
                    .text(name)) == [SQLRow([2]), SQLRow([2])])
            #expect(try ledger.count("results WHERE run = \(run.id)") == 1)
            if !failing.hasFailed { break }
        }
        #expect(call > 10)
        #expect(
            outcomes == (failure == .before ? ["nothing", "done"] : ["nothing", "done without an answer", "done"]))
    }

    @Test(
        "a run starts completely or not at all, and again after a failure", arguments: Database.allCases,
        Failure.allCases)
    func start(_ database: Database, _ failure: Failure) throws {
        let ledger = try TestLedger(database)
        var call = 0
        while true {
            call += 1
            let (store, connection) = try ledger.watched()
            let failing = Failing(at: call)
            let fail: (TestConnection.Call) throws(SQLError) -> Void = { _ throws(SQLError) in
                try failing.count(.unreachable)
            }
            if failure == .before { connection.before = fail } else { connection.after = fail }
            let start = try? store.start(.example("\(call)"), as: process)
            connection.wrapped.rollback()
            #expect((start == nil) == failing.hasFailed)
            #expect(try ledger.open().started(.example("\(call)"), as: process).starts == 1)
            if !failing.hasFailed { break }
        }
        #expect(call > 5)
    }

    @Test("a turn is taken for all persons or for none, and can be taken after a failure", arguments: Database.allCases)
    func turn(_ database: Database) throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open().started(as: process)
        var call = 0
        while true {
            call += 1
            let wish = LedgerStore.TurnWish(server: "\(call)", persons: ["p", "q"], workflow: 1)
            let (store, connection) = try ledger.watched()
            let failing = Failing(at: call)
            connection.before = { _ throws(SQLError) in try failing.count(.locked) }
            do throws(SQLError) {
                #expect(try store.take(wish, as: process) == nil)
            } catch {
                #expect(try ledger.count("turns WHERE server = '\(call)'") == 0)
                #expect(try ledger.open().take(wish, as: process) == nil)
            }
            #expect(try ledger.count("turns WHERE server = '\(call)'") == 2)
            #expect(try ledger.count("waiters") == 0)
            if !failing.hasFailed { break }
        }
        #expect(call > 5)
    }
}

/// Fails at one call.
private final class Failing {
    private(set) var hasFailed = false
    private var calls = 0
    private let call: Int

    init(at call: Int) { self.call = call }

    func count(_ kind: SQLError.Kind) throws(SQLError) {
        calls += 1
        guard calls == call else { return }
        hasFailed = true
        throw SQLError(kind, "call \(call) failed")
    }
}
