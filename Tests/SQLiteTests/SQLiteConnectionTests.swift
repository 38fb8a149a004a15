import SQLBehaviours
import SQLDatabase
import SQLite
import Testing

extension SQLiteConnection {
    /// A connection that waits for 200 ms, or for longer if others need their turn first.
    convenience init(_ path: String, _ mode: Mode = .readWriteCreate, waits: Duration = .milliseconds(200))
        throws(SQLError)
    {
        try self.init(path: path, mode: mode, busyTimeout: waits)
    }
}

@Suite("Connections to SQLite")
struct SQLiteConnectionTests {
    let folder = TemporaryFolder()

    @Test("SQLite behaves as every database", arguments: SQLBehaviour.all)
    func behaviours(_ behaviour: SQLBehaviour) throws {
        let path = folder.file("ledger.db")
        let waits: Duration = behaviour.name.contains("eight") ? .seconds(60) : .milliseconds(200)
        try behaviour.check { try SQLiteConnection(path, waits: waits) }
    }

    @Test("only durable transactions count as synchronised, and only if they were committed")
    func syncs() throws {
        let connection = try SQLiteConnection(folder.file("a.db"))
        for durable in [true, false, true, false] {
            try connection.begin(durable: durable)
            try connection.execute("CREATE TABLE IF NOT EXISTS t (k)")
            try connection.commit()
        }
        try connection.begin(durable: true)
        connection.rollback()
        #expect(connection.syncs == 2)
    }

    @Test("a durable transaction is written with FULL, another one with NORMAL", arguments: [(true, 2), (false, 1)])
    func synchronous(durable: Bool, level: Int64) throws {
        let connection = try SQLiteConnection(folder.file("a.db"))
        try connection.begin(durable: durable)
        #expect(try connection.query("PRAGMA synchronous")[0].int(0) == level)
        #expect(try connection.query("PRAGMA journal_mode")[0].text(0) == "wal")
        #expect(try connection.query("PRAGMA foreign_keys")[0].int(0) == 0)
    }

    @Test("the application's number is 0 until it is set, and stays in the file")
    func applicationID() throws {
        do {
            let connection = try SQLiteConnection(folder.file("a.db"))
            #expect(try connection.applicationID() == 0)
            try connection.setApplicationID(-7)
        }
        #expect(try SQLiteConnection(folder.file("a.db")).applicationID() == -7)
    }

    @Test("a database is empty until it has a table")
    func isEmpty() throws {
        let connection = try SQLiteConnection(folder.file("a.db"))
        #expect(try connection.isEmpty())
        try connection.execute("CREATE TABLE t (k)")
        #expect(try !connection.isEmpty())
    }

    @Test("a full database is an error after which nothing was changed")
    func full() throws {
        let connection = try SQLiteConnection(folder.file("a.db"))
        try connection.execute("CREATE TABLE t (k); PRAGMA max_page_count = 10")
        try connection.begin(durable: true)
        let error = #expect(throws: SQLError.self) {
            for _ in 0..<100 {
                try connection.query("INSERT INTO t VALUES ($1)", .text(String(repeating: "x", count: 3000)))
            }
        }
        #expect(error?.kind == .full)
        #expect(error?.message == "there is no space left for '\(folder.file("a.db"))'")
        #expect(throws: SQLError.self) { try connection.query("INSERT INTO t VALUES (1)") }
        #expect(throws: SQLError.self) { try connection.commit() }
        #expect(try connection.query("SELECT count(*) FROM t")[0].int(0) == 0)
        #expect(connection.syncs == 0 && !connection.isBroken)
    }

    @Test("a connection for reading reads, and cannot write or create")
    func readOnly() throws {
        let missing = #expect(throws: SQLError.self) { try SQLiteConnection(folder.file("a.db"), .readOnly) }
        #expect(missing == SQLError(.cannotOpen, "'\(folder.file("a.db"))' does not exist"))
        let writer = try SQLiteConnection(folder.file("a.db"))
        try writer.execute("CREATE TABLE t (k); INSERT INTO t VALUES (1)")
        let reader = try SQLiteConnection(folder.file("a.db"), .readOnly)
        #expect(try reader.query("SELECT count(*) FROM t")[0].int(0) == 1)
        let refused = #expect(throws: SQLError.self) { try reader.query("INSERT INTO t VALUES (2)") }
        #expect(refused?.kind == .readOnly)
    }
}
