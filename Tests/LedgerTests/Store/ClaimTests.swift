import SQLDatabase
import Testing

@testable import Ledger

@Suite("Claims")
struct ClaimTests {
    private let one = ProcessIdentity.elsewhere("one")
    private let two = ProcessIdentity.elsewhere("two")

    @Test("a claim is in the ledger, and the same claim of the same process is the same", arguments: Database.allCases)
    func sameProcess(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        let first = try store.claim(.sms("s"), of: run, as: one)
        #expect(first.isGranted)
        // As after a commit whose answer was lost: on another connection.
        #expect(try ledger.open().claim(.sms("s"), of: run, as: one) == first)
        #expect(try ledger.count("claims") == 1)
        #expect(try ledger.query("SELECT sends FROM budgets WHERE person = 'p'") == [SQLRow([1])])
        // Another attempt and another step are other claims.
        #expect(try store.claim(.sms("s", attempt: 2), of: run, as: one) != first)
        #expect(try store.claim(.sms("t"), of: run, as: one) != first)
        #expect(try ledger.count("claims") == 3)
    }

    @Test(
        "a claim that has ended cannot be had again, by whichever process", arguments: Database.allCases,
        ClaimState.allCases)
    func ended(_ database: Database, state: ClaimState) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        let claim = try store.claim(.sms("s"), of: run, as: one).get()
        if state != .claimed { try store.end(claim, state, of: run, as: one) }
        #expect(
            try store.claim(.sms("s"), of: run, as: one).refusal == (state == .claimed ? nil : .alreadyClaimed(state)))
        try store.end(run, .interrupted, process: one)
        let again = try store.started(as: two)
        #expect(again.starts == 2)
        #expect(try store.claim(.sms("s"), of: again, as: two).refusal == .alreadyClaimed(state))
        #expect(try store.claim(.sms("s", attempt: 2), of: again, as: two).isGranted)
    }

    @Test("two runs have their own claims", arguments: Database.allCases)
    func runs(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let first = try store.started(.example("a"), as: one)
        let second = try store.started(.example("b"), as: two)
        #expect(try store.claim(.sms("s"), of: first, as: one).isGranted)
        #expect(try store.claim(.sms("s"), of: second, as: two).isGranted)
    }

    @Test("a claim is committed durably, and what is no claim is not", arguments: Database.allCases)
    func durable(_ database: Database) throws {
        let (store, connection) = try TestLedger(database).watched()
        let run = try store.started(as: one)
        var begins: [TestConnection.Call] = []
        connection.before = { call throws(SQLError) in if case .begin = call { begins.append(call) } }
        let claim = try store.claim(.sms("s"), of: run, as: one).get()
        try store.end(claim, .answered, of: run, as: one)
        #expect(begins == [.begin(durable: true), .begin(durable: false)])
    }

    @Test("only a claim that nobody has ended can end", arguments: Database.allCases)
    func endsOnce(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        let claim = try store.claim(.sms("s"), of: run, as: one).get()
        for state in [ClaimState.answered, .notSent, .unknown] { try store.end(claim, state, of: run, as: one) }
        #expect(try ledger.query("SELECT state FROM claims") == [SQLRow(["answered"])])
        #expect(try ledger.query("SELECT sends FROM budgets WHERE person = 'p'") == [SQLRow([1])])
    }

    @Test("what was not sent gives its budgets back exactly once", arguments: Database.allCases)
    func givesBack(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        var claim = Claim.sms("s", to: ["p", "p", "q"])
        claim.movesMoney = true
        claim.amount = 500
        _ = try store.claim(.sms("kept"), of: run, as: one).get()
        let granted = try store.claim(claim, of: run, as: one).get()
        let counts = "SELECT period, person, sends, amount FROM budgets ORDER BY period, person"
        let before: [SQLRow] = [
            SQLRow(["2026-11", "", 4, 500]), SQLRow(["2026-11-29", "", 4, 500]), SQLRow(["2026-11-29", "p", 3, 0]),
            SQLRow(["2026-11-29", "q", 1, 0]),
        ]
        #expect(try ledger.query(counts) == before)
        // Its day is the day of the claim, not of its end.
        ledger.clock.advance(by: .seconds(40 * 86_400))
        let after: [SQLRow] = [
            SQLRow(["2026-11", "", 1, 0]), SQLRow(["2026-11-29", "", 1, 0]), SQLRow(["2026-11-29", "p", 1, 0]),
            SQLRow(["2026-11-29", "q", 0, 0]),
        ]
        for _ in 0..<2 {
            try store.end(granted, .notSent, of: run, as: one)
            #expect(try ledger.query(counts) == after)
        }
        var batch = LedgerBatch()
        batch.ends = [ClaimEnd(granted, .notSent, outcome: .unknown), ClaimEnd(granted, .notSent, outcome: .unknown)]
        _ = try store.perform(batch, of: run, as: one)
        #expect(try ledger.query(counts) == after)
    }

    @Test("one batch gives back and claims what was given back", arguments: Database.allCases)
    func givesBackInBatch(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let run = try store.started(as: one)
        let claim = try store.claim(.sms("a") { $0.sendsPerDay = 1 }, of: run, as: one).get()
        #expect(try store.claim(.sms("b") { $0.sendsPerDay = 1 }, of: run, as: one).refusal?.budget?.used == 1)
        var batch = LedgerBatch()
        batch.ends = [ClaimEnd(claim, .notSent, outcome: .unknown)]
        batch.claims = [.sms("b") { $0.sendsPerDay = 1 }, .sms("c") { $0.sendsPerDay = 1 }]
        #expect(try store.perform(batch, of: run, as: one).claims.map(\.isGranted) == [true, false])
    }

    @Test(
        "a process that has lost its run gets no claim, and the ends of its requests are still written",
        arguments: Database.allCases)
    func takenOver(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let old = try ledger.open()
        let run = try old.started(as: one)
        let claim = try old.claim(.sms("s"), of: run, as: one).get()
        ledger.clock.advance(by: .seconds(31))
        let new = try ledger.open()
        let again = try new.started(as: two)
        var batch = LedgerBatch()
        batch.ends = [ClaimEnd(claim, .answered, outcome: .happened)]
        batch.claims = [.sms("t"), .sms("s", attempt: 2)]
        let refusal = ClaimRefusal.takenOver(host: "host-of-two")
        #expect(try old.perform(batch, of: run, as: one).claims.map(\.refusal) == [refusal, refusal])
        #expect(try ledger.query("SELECT step_key, state FROM claims") == [SQLRow(["s", "answered"])])
        #expect(try new.claim(.sms("t"), of: again, as: two).isGranted)
    }

    @Test("the results of a process that has lost its run do not replace newer ones", arguments: Database.allCases)
    func staleResults(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        var batch = LedgerBatch()
        batch.records = [StepRecord(stepKey: "s", result: "1"), StepRecord(stepKey: "s", result: "2")]
        _ = try store.perform(batch, of: run, as: one)
        #expect(try store.earlierStarts(of: run).records["s"]?.result == "2")
        ledger.clock.advance(by: .seconds(31))
        let again = try store.started(as: two)
        batch.records = [StepRecord(stepKey: "s", result: "3")]
        _ = try store.perform(batch, of: again, as: two)
        batch.records = [StepRecord(stepKey: "s", result: "late"), StepRecord(stepKey: "t", result: "late")]
        _ = try store.perform(batch, of: run, as: one)
        let records = try store.earlierStarts(of: run).records
        #expect(records["s"]?.result == "3" && records["s"]?.start == 2)
        #expect(records["t"]?.result == "late")
    }

    @Test(
        "a clock that is behind the latest entry gets no claim, up to five minutes are allowed",
        arguments: Database.allCases)
    func clockBehind(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        #expect(try store.claim(.sms("a"), of: run, as: one).isGranted)
        ledger.clock.set("2026-11-29T09:55:00Z")
        #expect(try store.claim(.sms("b"), of: run, as: one).isGranted)
        ledger.clock.set("2026-11-29T09:54:59Z")
        #expect(try store.claim(.sms("c"), of: run, as: one).refusal == .clockBehind(milliseconds: 301_000))
        #expect(try ledger.count("claims") == 2)
        ledger.clock.set("2026-11-29T10:00:01Z")
        #expect(try store.claim(.sms("c"), of: run, as: one).isGranted)
    }

    @Test("a claim with what no database can keep is refused, and the next one is not", arguments: Database.allCases)
    func unkeepable(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        var claim = Claim.sms("a")
        claim.shown.caseTitle = "a\0b"
        #expect(throws: SQLError.self) { try store.claim(claim, of: run, as: one) }
        #expect(try ledger.count("claims") == 0)
        #expect(try store.claim(.sms("a"), of: run, as: one).isGranted)
    }

    @Test(
        "a run that is continued does not go on with a number that another run has texted meanwhile",
        arguments: Database.allCases)
    func textedMeanwhile(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        let text = try store.claim(.sms("send"), of: run, as: one).get()
        func verify(_ step: String, in run: RunEntry, as process: ProcessIdentity) throws -> ClaimRefusal? {
            var claim = Claim.sms(step, to: [])
            claim.takes = LedgerStore.TurnWish(server: "s", persons: ["p"], workflow: 1)
            claim.earlierText = text.id
            return try store.claim(claim, of: run, as: process).refusal
        }
        ledger.clock.advance(by: .seconds(30))
        let again = try store.started(as: two)
        #expect(try verify("verify", in: again, as: two) == nil)
        let other = try store.started(.example("other"), as: .elsewhere("three"))
        _ = try store.claim(.sms("send", to: ["q"]), of: other, as: .elsewhere("three")).get()
        #expect(try verify("verify 2", in: again, as: two) == nil)
        _ = try store.claim(.sms("send 2"), of: other, as: .elsewhere("three")).get()
        #expect(try verify("verify 3", in: again, as: two) == .turnLost)
    }

    @Test("a claim takes its turn only if nobody else has it or came first", arguments: Database.allCases)
    func turns(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let (own, other, third) = (
            ProcessIdentity.elsewhere("a"), ProcessIdentity.elsewhere("b"), ProcessIdentity.elsewhere("c")
        )
        let run = try store.started(.example("a"), as: own)
        func claim(_ step: String) throws -> ClaimRefusal? {
            var claim = Claim.sms(step)
            claim.takes = LedgerStore.TurnWish(server: "s", persons: ["p"], workflow: 1)
            return try store.claim(claim, of: run, as: own).refusal
        }
        func isWaiting(for process: ProcessIdentity, _ refusal: ClaimRefusal?) -> Bool {
            if case .mustWait(let holder)? = refusal { holder.process == process.id } else { false }
        }
        let wish = LedgerStore.TurnWish(server: "s", persons: ["p"], workflow: 1)
        // Alone.
        #expect(try claim("1") == nil)
        #expect(try store.holds(wish, as: own))
        try store.release(1, of: own)
        // Another process has the turn, and a third one waits for it.
        _ = try store.started(.example("b"), as: other)
        _ = try store.started(.example("c"), as: third)
        #expect(try store.take(wish, as: other) == nil)
        #expect(try store.take(wish, as: third)?.process == other.id)
        #expect(isWaiting(for: other, try claim("2")))
        try store.release(1, of: other)
        #expect(isWaiting(for: third, try claim("2")))
        #expect(try store.take(wish, as: third) == nil)
        // Who is taken for dead has lost its turn, even if nothing but the turn is left of it.
        try ledger.query("DELETE FROM processes WHERE id <> 'a'")
        #expect(try claim("2") == nil)
        #expect(try !store.holds(wish, as: third))
        #expect(try store.holds(wish, as: own))
        #expect(try ledger.count("waiters") == 0)
    }
}
