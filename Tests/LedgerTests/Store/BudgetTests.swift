import SQLDatabase
import Testing
import Times

@testable import Ledger

@Suite("Budgets over days and months")
struct BudgetTests {
    private let one = ProcessIdentity.elsewhere("one")
    private let two = ProcessIdentity.elsewhere("two")

    /// How many of so many equal claims are granted, by two processes in turn.
    private func granted(
        _ store: LedgerStore, _ name: String, of count: Int, _ claim: (String) -> Claim
    ) throws -> Int {
        let runs = try [one, two].map { ($0, try store.started(.example("\(name) \($0.id)"), as: $0)) }
        var granted = 0
        for number in 0..<count {
            let (process, run) = runs[number % 2]
            if try store.claim(claim("\(number)"), of: run, as: process).isGranted { granted += 1 }
        }
        return granted
    }

    @Test("a day has its maximum of SMS, over processes, and the next day has it again", arguments: Database.allCases)
    func perDay(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        #expect(try granted(store, "a", of: 9) { .sms($0) { $0.sendsPerDay = 5 } } == 5)
        ledger.clock.advance(by: .seconds(86_400))
        #expect(try granted(store, "b", of: 9) { .sms($0) { $0.sendsPerDay = 5 } } == 5)
        #expect(try granted(store, "c", of: 9) { .sms($0) { $0.sendsPerDay = 6 } } == 1)
        #expect(try granted(store, "d", of: 9) { .sms($0) } == 9)
    }

    @Test("each SMS of a request counts, and a request that does not fit counts nothing", arguments: Database.allCases)
    func several(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        func claim(_ step: String, _ persons: [String]) throws -> BudgetExceeded? {
            try store.claim(.sms(step, to: persons) { $0.sendsPerDay = 4 }, of: run, as: one).refusal?.budget
        }
        #expect(try claim("a", ["p", "q", "r"]) == nil)
        let exceeded = BudgetExceeded(
            kind: .sendsPerDay, maximum: 4, used: 3, wanted: 2, period: "2026-11-29", zone: "+05:30")
        #expect(try claim("b", ["p", "q"]) == exceeded)
        #expect(
            try ledger.query("SELECT sends FROM budgets WHERE person = '' AND period = '2026-11-29'") == [SQLRow([3])])
        #expect(try ledger.count("claims") == 1)
        // A claim that was refused can be asked for again.
        #expect(try claim("b", ["p"]) == nil)
        #expect(try claim("c", ["p"])?.used == 4)
    }

    @Test("a month has its maximum of SMS, to the last second of the zone's month", arguments: Database.allCases)
    func perMonth(_ database: Database) throws {
        let ledger = try TestLedger(database, clock: TestClock("2026-11-15T00:00:00Z"))
        let store = try ledger.open()
        func count(_ name: String) throws -> Int {
            try granted(store, name, of: 3) { .sms($0) { $0.sendsPerMonth = 4 } }
        }
        #expect(try count("a") == 3)
        ledger.clock.set("2026-11-30T18:29:59Z")
        #expect(try count("b") == 1)
        ledger.clock.set("2026-11-30T18:30:00Z")
        #expect(try count("c") == 3)
        ledger.clock.set("2026-12-31T18:29:59Z")
        #expect(try count("d") == 1)
        ledger.clock.set("2026-12-31T18:30:00Z")
        #expect(try count("e") == 3)
    }

    @Test("a person has a maximum of SMS for each day, and others are not affected", arguments: Database.allCases)
    func perRecipient(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        func claim(_ step: String, _ persons: String...) throws -> BudgetExceeded? {
            try store.claim(
                .sms(step, to: persons) { $0.sendsPerRecipientPerDay = 2 }, of: run, as: one
            ).refusal?.budget
        }
        #expect(try claim("a", "p", "p", "p")?.wanted == 3)
        #expect(try claim("b", "p", "q") == nil)
        #expect(try claim("c", "p", "p")?.used == 1)
        #expect(try claim("d", "p") == nil)
        #expect(try claim("e", "q", "p")?.kind == .sendsPerRecipientPerDay)
        #expect(try claim("f", "q", "r") == nil)
        #expect(try ledger.query("SELECT sends FROM budgets WHERE person = 'q'") == [SQLRow([2])])
        ledger.clock.advance(by: .seconds(86_400))
        #expect(try claim("g", "p", "p") == nil)
    }

    @Test("a day has its maximum of money, to the paisa", arguments: Database.allCases)
    func amount(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        func claim(_ step: String, _ amount: Int64) throws -> BudgetExceeded? {
            try store.claim(.transfer(step, amount, maximum: 1_000), of: run, as: one).refusal?.budget
        }
        #expect(try claim("a", 1_001)?.wanted == 1_001)
        #expect(try claim("b", 600) == nil)
        let exceeded = BudgetExceeded(
            kind: .amountPerDay, maximum: 1_000, used: 600, wanted: 401, period: "2026-11-29", zone: "+05:30")
        #expect(try claim("c", 401) == exceeded)
        #expect(try claim("d", 400) == nil)
        #expect(try claim("e", 1)?.used == 1_000)
        // A claim that moves no money is none of this budget.
        #expect(try store.claim(.sms("f") { $0.amountPerDay = 0 }, of: run, as: one).isGranted)
    }

    @Test("an amount near the largest integer is refused, and ends nothing", arguments: Database.allCases)
    func huge(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let run = try store.started(as: one)
        #expect(try store.claim(.transfer("a", 1_000, maximum: 2_000), of: run, as: one).isGranted)
        let refusal = try store.claim(.transfer("b", .max, maximum: 2_000), of: run, as: one).refusal
        #expect(refusal?.budget?.wanted == .max)
    }

    @Test(
        "the day changes at midnight of the environment's zone", arguments: Database.allCases,
        [
            ("UTC", "2026-03-01T00:00:00Z", "2026-02-28", "2026-03-01"),
            ("+05:30", "2026-12-31T18:30:00Z", "2026-12-31", "2027-01-01"),
            ("-09:30", "2024-02-29T09:30:00Z", "2024-02-28", "2024-02-29"),
            ("+14:00", "2026-11-28T10:00:00Z", "2026-11-28", "2026-11-29"),
        ])
    func midnight(_ database: Database, zone: (offset: String, midnight: String, before: String, after: String)) throws
    {
        let ledger = try TestLedger(database, clock: TestClock(zone.midnight))
        ledger.clock.advance(by: .seconds(-1))
        let store = try ledger.open()
        let run = try store.started(as: one)
        let offset = try #require(TimeZoneOffset(zone.offset))
        func claim(_ step: String) throws -> BudgetExceeded? {
            let claim = Claim.sms(step) {
                $0.sendsPerDay = 1
                $0.zone = offset
            }
            return try store.claim(claim, of: run, as: one).refusal?.budget
        }
        #expect(try claim("a") == nil)
        #expect(try claim("b")?.period == zone.before)
        ledger.clock.advance(by: .seconds(1))
        #expect(try claim("c") == nil)
        #expect(try claim("d")?.period == zone.after)
        ledger.clock.advance(by: .seconds(86_399))
        #expect(try claim("e")?.period == zone.after)
        ledger.clock.advance(by: .seconds(1))
        #expect(try claim("f") == nil)
    }

    @Test("two accounts have their own budgets", arguments: Database.allCases)
    func accounts(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let run = try store.started(as: one)
        var batch = LedgerBatch()
        batch.claims = ["a", "b", "a", "b"].enumerated().map { number, account in
            .sms("\(number)", account: account) { $0.sendsPerDay = 1 }
        }
        #expect(try store.perform(batch, of: run, as: one).claims.map(\.isGranted) == [true, true, false, false])
    }

    @Test("one batch cannot exceed a budget, and its counts are the sum of its claims", arguments: Database.allCases)
    func batch(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        var batch = LedgerBatch()
        batch.claims = (0..<10).map { .sms("\($0)", to: ["p", "q"]) { $0.sendsPerDay = 7 } }
        #expect(try store.perform(batch, of: run, as: one).claims.count(where: \.isGranted) == 3)
        #expect(
            try ledger.query("SELECT person, sends FROM budgets WHERE period = '2026-11-29' ORDER BY person")
                == [SQLRow(["", 6]), SQLRow(["p", 3]), SQLRow(["q", 3])])
    }

    @Test(
        "eight connections at once get exactly the maximum, with batches of two accounts", arguments: Database.allCases)
    func atOnce(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open()
        let granted = try await onThreads(8) { number in
            let store = try ledger.open()
            let process = ProcessIdentity.elsewhere("\(number)")
            let run = try store.started(.example("\(number)"), as: process)
            var granted: [String: Int] = [:]
            for round in 0..<15 {
                var batch = LedgerBatch()
                // The accounts come in either order.
                let accounts = number.isMultiple(of: 2) ? ["a", "b"] : ["b", "a"]
                batch.claims = accounts.map { account in
                    .sms("\(round) \(account)", account: account) { $0.sendsPerDay = account == "a" ? 100 : 50 }
                }
                for (claim, result) in zip(batch.claims, try store.perform(batch, of: run, as: process).claims)
                where result.isGranted {
                    granted[claim.account, default: 0] += 1
                }
            }
            return granted
        }
        let sums = granted.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        #expect(sums == ["a": 100, "b": 50])
        #expect(try ledger.count("claims") == 150)
        #expect(
            try ledger.query("SELECT SUM(sends) FROM budgets WHERE person = 'p' AND period <> '2026-11'").count == 1)
        #expect(
            try ledger.query("SELECT sends FROM budgets WHERE person = '' AND period = '2026-11-29' ORDER BY sends")
                == [SQLRow([50]), SQLRow([100])])
    }

    @Test(
        "requests that were not sent, and claims at the same time, leave the right counts", arguments: Database.allCases
    )
    func givenBackAtOnce(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open()
        let kept = try await onThreads(6) { number in
            let store = try ledger.open()
            let process = ProcessIdentity.elsewhere("\(number)")
            let run = try store.started(.example("\(number)"), as: process)
            var kept = 0
            for round in 0..<20 {
                let claim = Claim.sms("\(round)", to: ["p", "q"]) { $0.sendsPerRecipientPerDay = 30 }
                guard case .success(let granted) = try store.claim(claim, of: run, as: process) else { continue }
                if round.isMultiple(of: 3) {
                    kept += 1
                } else {
                    try store.end(granted, .notSent, of: run, as: process)
                }
            }
            return kept
        }.reduce(0, +)
        #expect(kept <= 30)
        for person in ["p", "q"] {
            #expect(
                try ledger.query("SELECT sends FROM budgets WHERE person = $1", .text(person)) == [
                    SQLRow([SQLValue(kept)])
                ])
        }
        #expect(try ledger.count("claims WHERE state = 'claimed'") == kept)
    }
}
