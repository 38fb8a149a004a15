import CLibrary
import SQLDatabase
import SQLite
import Testing

@testable import Ledger

@Suite("Opening a ledger")
struct OpeningTests {
    @Test("a new ledger is made once, although eight open it at once", arguments: Database.allCases)
    func atOnce(_ database: Database) async throws {
        for _ in 0..<10 {
            let ledger = try TestLedger(database)
            let keys = try await onThreads(8) { _ in try ledger.opener.open().hash.text(of: "a") }
            #expect(Set(keys).count == 1)
            #expect(try ledger.count("ledger WHERE key = 'hash_key'") == 1)
        }
    }

    @Test("a ledger keeps its key, and two ledgers have different keys", arguments: Database.allCases)
    func keys(_ database: Database) throws {
        let ledger = try TestLedger(database)
        #expect(try ledger.open().hash.text(of: "a") == ledger.open().hash.text(of: "a"))
        #expect(try ledger.open().hash.text(of: "a") != TestLedger(database).open().hash.text(of: "a"))
    }

    @Test("a ledger of a newer version is refused and not changed", arguments: Database.allCases)
    func newer(_ database: Database) throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open()
        try ledger.query("UPDATE ledger SET value = '2' WHERE key = 'schema'")
        #expect(throws: LedgerOpenError.newer(version: 2)) { try ledger.open() }
        let problem = #expect(throws: LedgerProblem.self) { try ledger.opener.open() }
        #expect(problem?.message.contains("newer ekoflow: it has version 2, and this one knows 1") == true)
        #expect(try ledger.query("SELECT value FROM ledger WHERE key = 'schema'") == [SQLRow(["2"])])
    }

    @Test(
        "a ledger without a key or a version is damaged, and gets no new one", arguments: Database.allCases,
        ["key = 'hash_key'", "key = 'schema'", "key <> ''"])
    func damaged(_ database: Database, missing: String) throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open()
        try ledger.query("DELETE FROM ledger WHERE \(missing)")
        let left = try ledger.count("ledger")
        #expect(throws: LedgerOpenError.damaged) { try ledger.open() }
        #expect(throws: LedgerProblem.self) { try ledger.opener.open() }
        #expect(try ledger.count("ledger") == left)
    }

    @Test("an SQLite database of something else is refused and not changed", arguments: [0, 0x1234_5678])
    func other(applicationID: Int) throws {
        let ledger = try TestLedger(.sqlite)
        do {
            let connection = try ledger.connect()
            try connection.execute("CREATE TABLE notes (n BIGINT); PRAGMA application_id = \(applicationID)")
            try connection.execute("PRAGMA journal_mode = DELETE")
        }
        chmod(ledger.address, 0o644)
        let before = bytes(of: ledger.address)
        for open in [
            { _ = try ledger.opener.open() }, { _ = try ledger.opener.openExisting(for: .writing) },
            { _ = try ledger.opener.openExisting(for: .reading) },
        ] {
            let problem = #expect(throws: LedgerProblem.self) { try open() }
            #expect(problem?.message.contains("it is a database of another program") == true)
            #expect(bytes(of: ledger.address) == before)
            var status = stat()
            #expect(stat(ledger.address, &status) == 0 && status.st_mode & 0o777 == 0o644)
        }
        #expect(try ledger.query("SELECT name FROM sqlite_schema") == [SQLRow(["notes"])])
    }

    @Test(
        "a failure while the tables are made leaves none of them, and the next start makes them",
        arguments: Database.allCases)
    func cutOff(_ database: Database) throws {
        let ledger = try TestLedger(database)
        for call in 1..<30 {
            let connection = TestConnection(try ledger.connect(), clock: ledger.clock)
            var calls = 0
            connection.before = { _ throws(SQLError) in
                calls += 1
                if calls == call { throw SQLError(.other, "call \(call) failed") }
            }
            let store = try? LedgerStore(connection, clock: ledger.clock.ledgerClock, newKey: TestLedger.newKey)
            if store != nil {
                #expect(call > 5)
                break
            }
        }
        _ = try ledger.open()
        #expect(try ledger.count("ledger") == 2)
    }
}
