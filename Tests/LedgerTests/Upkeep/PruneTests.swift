import SQLDatabase
import Testing
import Times

@testable import Ledger

@Suite("Forgetting old runs")
struct PruneTests {
    private let observer = StoredLedger.process("observer")
    private static let day = StoredLedger.day

    private func prune(_ ledger: StoredLedger, daysAgo: Int64) throws -> PruneResult {
        try ledger.store.prune(before: StoredLedger.now().milliseconds - daysAgo * Self.day, seenBy: observer)
    }

    @Test(
        "runs that ended before the day are forgotten with their entries, later ones stay",
        arguments: StoredLedger.Kind.allCases)
    func ended(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        for (key, days) in [("OLD", 100), ("EDGE", 89), ("NEW", 0)] as [(String, Int64)] {
            let run = try ledger.finishedRun(key, daysAgo: days, outcome: key == "OLD" ? .unknown : .happened)
            try ledger.store.connection.query(
                "INSERT INTO results (run, step_key, start, result) VALUES ($1, 'k', 1, '{}')", .integer(run.id))
        }
        try ledger.finishedRun("ABANDONED", .abandoned, daysAgo: 95)
        let result = try prune(ledger, daysAgo: 90)
        #expect(result.runs == 2 && result.requests == 2 && result.unknown == 1)
        #expect(result.unfinishedRuns == 0 && result.runningRuns == 0)
        #expect(try ledger.keys() == ["EDGE", "NEW"])
        #expect(try ledger.count("claims") == 2)
        #expect(try ledger.count("results") == 2)
        let again = try prune(ledger, daysAgo: 90)
        #expect(again == PruneResult())
    }

    @Test("a run that can be resumed or still runs is left, however old it is", arguments: StoredLedger.Kind.allCases)
    func unfinished(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("INTERRUPTED", .interrupted, daysAgo: 100)
        let dead = StoredLedger.process("dead")
        let cut = try ledger.start("CUT", by: dead)
        try ledger.kill(dead, daysAgo: 100)
        try ledger.age(cut, days: 100)
        let running = try ledger.start("RUNNING")
        try ledger.make(StoredLedger.claim("step"), in: running)
        try ledger.age(running, days: 100)
        let result = try prune(ledger, daysAgo: 90)
        #expect(result.runs == 0 && result.requests == 0)
        #expect(result.unfinishedRuns == 2 && result.runningRuns == 1)
        #expect(try ledger.keys() == ["INTERRUPTED", "CUT", "RUNNING"])
        #expect(try ledger.count("claims") == 2)
    }

    @Test("more runs than one transaction removes are all forgotten", arguments: StoredLedger.Kind.allCases)
    func many(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let count = LedgerStore.runsPerTransaction * 2 + 1
        for number in 0..<count { try ledger.finishedRun("RUN\(number)", daysAgo: 10) }
        #expect(try prune(ledger, daysAgo: 9).runs == count)
        #expect(try ledger.keys().isEmpty)
    }

    @Test("the counts of this day and month stay, those that are over go", arguments: StoredLedger.Kind.allCases)
    func counts(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("RUN")
        let use = try ledger.store.use(of: "a 1", in: .india)
        let insert = "INSERT INTO budgets (account, period, person, sends, amount) VALUES (1, $1, 'x', 1, 0)"
        for period in ["2020-01", "2020-01-31", "2019-12-31"] {
            try ledger.store.connection.query(insert, .text(period))
        }
        let result = try prune(ledger, daysAgo: 0)
        #expect(result.counts == 3)
        #expect(result.runs == 1)
        // What was sent today counts, although its run is forgotten.
        #expect(try ledger.store.use(of: "a 1", in: .india) == use)
        #expect(use.sendsOfDay == 1 && use.sendsOfMonth == 1)
    }

    @Test(
        "a clock that is years ahead ends no day: what is newer than the latest request stays",
        arguments: StoredLedger.Kind.allCases)
    func clockAhead(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("RUN")
        // The same as a clock that is two years ahead: the latest request was two years ago.
        let past = StoredLedger.now().milliseconds - 730 * Self.day
        try ledger.store.connection.query(
            "UPDATE ledger SET value = $1 WHERE key = 'clock'", .text(String(past)))
        let day = TimeZoneOffset.india.day(of: Timestamp(milliseconds: past))
        try ledger.store.connection.query(
            "INSERT INTO budgets (account, period, person, sends, amount) VALUES (1, $1, '', 9, 0)", .text(day))
        #expect(try prune(ledger, daysAgo: 0).counts == 0)
        #expect(try ledger.store.connection.query("SELECT 1 FROM budgets WHERE sends = 9").count == 1)
    }

    @Test("what a file forgets is overwritten in it")
    func overwritten() throws {
        let ledger = try StoredLedger(.sqlite)
        let run = try ledger.start("RUN")
        try ledger.make(StoredLedger.claim("forgotten-step"), in: run)
        try ledger.store.end(run, .finished, process: ledger.process)
        try ledger.age(run, days: 10)
        try ledger.store.connection.query("PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(bytes(of: ledger.path).contains("forgotten-step"))
        #expect(try prune(ledger, daysAgo: 1).runs == 1)
        #expect(!bytes(of: ledger.path).contains("forgotten-step"))
        #expect(!bytes(of: ledger.path + "-wal").contains("forgotten-step"))
    }
}
