import PostgreSQL
import SQLBehaviours
import SQLDatabase
import Testing

@Suite("Connections to PostgreSQL")
struct PostgreSQLConnectionTests {
    let database: TestDatabase

    init() throws { database = try TestDatabase() }

    @Test("PostgreSQL behaves as every database", arguments: SQLBehaviour.all)
    func behaviours(_ behaviour: SQLBehaviour) throws {
        var timeouts = PostgreSQLTimeouts()
        if !behaviour.name.contains("eight") { timeouts.lock = .milliseconds(200) }
        try behaviour.check { [timeouts] in try database.connect(timeouts) }
    }

    @Test("only durable transactions count as synchronised, and only if they were committed")
    func syncs() throws {
        let connection = try database.connect()
        for durable in [true, false, true, false] {
            try connection.begin(durable: durable)
            try connection.execute("CREATE TABLE IF NOT EXISTS t (k TEXT)")
            try connection.commit()
        }
        try connection.begin(durable: true)
        connection.rollback()
        #expect(connection.syncs == 2)
    }

    @Test(
        "a durable commit waits for the disk, whatever the role's default is",
        arguments: [(true, "on"), (false, "off")])
    func synchronous(durable: Bool, value: String) throws {
        let connection = try database.connect()
        try connection.execute("SET synchronous_commit = \(durable ? "off" : "on")")
        try connection.begin(durable: durable)
        #expect(try connection.query("SHOW synchronous_commit")[0].text(0) == value)
    }

    @Test("the session's settings are ekoflow's")
    func settings() throws {
        let connection = try database.connect(PostgreSQLTimeouts(lock: .seconds(3), statement: .milliseconds(2500)))
        let expected = [
            "application_name": "ekoflow", "lock_timeout": "3s", "statement_timeout": "2500ms",
            "client_encoding": "UTF8",
        ]
        for (name, value) in expected { #expect(try connection.query("SHOW \(name)")[0].text(0) == value) }
    }

    @Test("integers of all sizes are integers, and everything else is text")
    func types() throws {
        let row = try database.connect().query(
            "SELECT 1::int2, -2::int4, 3::int8, count(*), 'x', 1.50, true, NULL::int8")
        #expect(row == [SQLRow([1, -2, 3, 1, "x", "1.50", "t", nil])])
    }

    @Test("a statement that takes too long is ended, and the connection stays usable")
    func statementTimeout() throws {
        let connection = try database.connect(PostgreSQLTimeouts(statement: .milliseconds(150)))
        try connection.begin(durable: false)
        let error = #expect(throws: SQLError.self) { try connection.query("SELECT pg_sleep(20)") }
        #expect(error?.kind == .timedOut)
        connection.rollback()
        #expect(try connection.query("SELECT 1") == [SQLRow([1])])
        #expect(!connection.isBroken)
    }

    @Test(
        "errors of the server have kinds",
        arguments: ["53100": SQLError.Kind.full, "40001": .conflict, "23505": .other, "28000": .refused])
    func raised(state: String, kind: SQLError.Kind) throws {
        let connection = try database.connect()
        let error = #expect(throws: SQLError.self) {
            try connection.execute("DO $$ BEGIN RAISE EXCEPTION 'it failed' USING ERRCODE = '\(state)'; END $$")
        }
        #expect(error == SQLError(kind, "the database reports \(state): it failed"))
        #expect(!connection.isBroken)
    }

    @Test("a database that must not be written is read-only")
    func readOnly() throws {
        let connection = try database.connect()
        try connection.execute("SET default_transaction_read_only = on")
        let error = #expect(throws: SQLError.self) { try connection.execute("CREATE TABLE t (k TEXT)") }
        #expect(error?.kind == .readOnly)
    }

    @Test("a copy is an error, and not a wait without an end", arguments: ["TO STDOUT", "FROM STDIN"])
    func copy(direction: String) throws {
        let connection = try database.connect()
        try connection.execute("CREATE TABLE t (k TEXT)")
        #expect(throws: SQLError.self) { try connection.execute("COPY t \(direction)") }
        #expect(connection.isBroken)
    }

    @Test("notices of the server are not printed as errors")
    func notices() async throws {
        let ended = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            [url = database.url as String] in
            try PostgreSQLConnection(url: url).execute("DO $$ BEGIN RAISE WARNING 'be careful'; END $$")
        }
        let printed = try #require(ended).standardErrorContent
        #expect(!String(decoding: printed, as: UTF8.self).contains("be careful"))
    }
}
