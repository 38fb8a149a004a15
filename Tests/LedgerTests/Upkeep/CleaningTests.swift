import SQLDatabase
import Testing
import Times

@testable import Ledger

@Suite("What a run cleans up at its start")
struct CleaningTests {
    @Test("counts of past months go, those of this month stay", arguments: StoredLedger.Kind.allCases)
    func counts(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("RUN")
        let kept = try ledger.count("budgets")
        // The first of this month, on the last place of Earth where the month begins.
        let month = TimeZoneOffset.westernmost.month(of: StoredLedger.now())
        for period in ["2020-01", "2020-01-31", "\(month)-01"] {
            try ledger.store.connection.query(
                "INSERT INTO budgets (account, period, person, sends, amount) VALUES (1, $1, 'x', 1, 0)",
                .text(period))
        }
        try ledger.store.clean(seenBy: ledger.process)
        #expect(try ledger.count("budgets") == kept + 1)
    }

    @Test("what is left of processes that died more than a day ago goes", arguments: StoredLedger.Kind.allCases)
    func processes(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        for (id, days) in [("long dead", 2), ("just dead", 0), ("alive", -1)] as [(String, Int64)] {
            let process = StoredLedger.process(id)
            _ = try ledger.start(id, by: process)
            let wish = LedgerStore.TurnWish(server: "s", persons: [id], workflow: 0)
            #expect(try ledger.store.take(wish, as: process) == nil)
            if days >= 0 { try ledger.kill(process, daysAgo: days) }
        }
        try ledger.store.connection.query(
            "INSERT INTO waiters (server, person, process, workflow) VALUES ('s', 'p', 'long dead', 0)")
        try ledger.store.clean(seenBy: StoredLedger.process("new"))
        func ids(_ table: String, _ column: String) throws -> [String] {
            try ledger.store.connection.query("SELECT \(column) FROM \(table) ORDER BY \(column)").map { $0.text(0) }
        }
        #expect(try ids("processes", "id") == ["alive", "just dead"])
        #expect(try ids("turns", "process") == ["alive", "just dead"])
        #expect(try ids("waiters", "process") == [])
        // Its run can be resumed all the same.
        #expect(try ledger.store.unfinishedRuns(seenBy: ledger.process).map(\.run.key) == ["just dead", "long dead"])
    }

    @Test("in a file, a process of an earlier start of the machine is dead, whatever its lease says")
    func otherBoot() throws {
        let ledger = try StoredLedger(.sqlite)
        let process = StoredLedger.process("before")
        _ = try ledger.start("RUN", by: process)
        try ledger.store.connection.query(
            "UPDATE processes SET boot = 'other', expires = 9000000000000, started = started - $1",
            .integer(2 * StoredLedger.day))
        try ledger.store.clean(seenBy: ledger.process)
        #expect(try ledger.count("processes") == 0)
    }

    @Test(
        "results go 30 days after their run ended; those of a run that can be resumed stay",
        arguments: StoredLedger.Kind.allCases)
    func results(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        func run(_ key: String, _ state: RunEntry.EndState, _ days: Int64) throws {
            let run = try ledger.finishedRun(key, state, daysAgo: days)
            try ledger.store.connection.query(
                "INSERT INTO results (run, step_key, start, result) VALUES ($1, $2, 1, '{}')", .integer(run.id),
                .text(key))
        }
        try run("old", .finished, 31)
        try run("abandoned", .abandoned, 31)
        try run("recent", .finished, 29)
        try run("interrupted", .interrupted, 31)
        try ledger.store.clean(seenBy: ledger.process)
        let left = try ledger.store.connection.query("SELECT step_key FROM results ORDER BY step_key")
        #expect(left.map { $0.text(0) } == ["interrupted", "recent"])
        // The run itself stays in the list.
        #expect(try ledger.keys().count == 4)
        #expect(try ledger.count("claims") == 4)
    }
}
