import CLibrary
import PostgreSQL
import SQLBehaviours
import SQLDatabase
import Testing

@Suite("Servers that are lost", .serialized)
struct LostServerTests {
    private static let patient = PostgreSQLTimeouts()
    /// For a server that certainly does not answer.
    private static let hasty = PostgreSQLTimeouts(connect: .milliseconds(500), answer: .milliseconds(500))
    /// For a connection that is made before the server is lost: a busy machine takes a while.
    private static let brief = PostgreSQLTimeouts(answer: .seconds(3))

    @Test("a server that is killed in a transaction is unreachable, and keeps what was durable")
    func killed() throws {
        let server = try OwnServer()
        let connection = try PostgreSQLConnection(url: server.url)
        try connection.execute("CREATE TABLE t (k TEXT)")
        try connection.begin(durable: true)
        try connection.query("INSERT INTO t VALUES ('kept')")
        try connection.commit()
        try connection.begin(durable: true)
        try connection.query("INSERT INTO t VALUES ('lost')")
        try server.tell("kill")
        let error = #expect(throws: SQLError.self) { try connection.commit() }
        #expect(error?.kind == .unreachable)
        #expect(connection.isBroken && connection.syncs == 1)
        #expect(throws: SQLError.self) { try connection.query("SELECT 1") }
        connection.rollback()

        let refused = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: server.url) }
        #expect(refused?.kind == .unreachable)
        try server.tell("start")
        for url in [server.url, server.socketURL] {
            #expect(try PostgreSQLConnection(url: url).query("SELECT k FROM t") == [SQLRow(["kept"])])
        }
    }

    @Test("a server that stops in order is unreachable")
    func stopped() throws {
        let server = try OwnServer()
        let connection = try PostgreSQLConnection(url: server.socketURL)
        try server.tell("stop")
        let error = #expect(throws: SQLError.self) { try connection.query("SELECT 1") }
        #expect(error?.kind == .unreachable)
        #expect(connection.isBroken)
    }

    @Test("a server that does not answer is unreachable after the time-out, in every call")
    func silent() throws {
        let server = try OwnServer()
        let connection = try PostgreSQLConnection(url: server.url, timeouts: Self.brief)
        let other = try PostgreSQLConnection(url: server.socketURL, timeouts: Self.brief)
        try other.begin(durable: true)
        try server.tell("pause")
        defer { try? server.tell("resume") }
        let start = ContinuousClock.now
        for url in [server.url, server.socketURL] {
            let error = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: url, timeouts: Self.hasty) }
            #expect(error?.kind == .unreachable)
        }
        let begin = #expect(throws: SQLError.self) { try connection.begin(durable: true) }
        let commit = #expect(throws: SQLError.self) { try other.commit() }
        #expect(begin?.kind == .unreachable && commit?.kind == .unreachable)
        #expect(connection.isBroken && other.isBroken)
        // With the usual time-outs, two answers alone would take 30 s.
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test("a connection that the server ends is unreachable")
    func ended() throws {
        let database = try TestDatabase()
        let connection = try database.connect()
        let process = try connection.query("SELECT pg_backend_pid()")[0].int(0)
        try database.connect().query("SELECT pg_terminate_backend($1)", SQLValue(process))
        let error = #expect(throws: SQLError.self) { try connection.query("SELECT 1") }
        #expect(error?.kind == .unreachable)
        #expect(connection.isBroken)
    }

    @Test("a transaction that waits for too long loses its locks and its connection")
    func idle() throws {
        let database = try TestDatabase()
        let connection = try database.connect(PostgreSQLTimeouts(idleInTransaction: .milliseconds(100)))
        let process = try connection.query("SELECT pg_backend_pid()")[0].int(0)
        try connection.begin(durable: false)
        let observer = try database.connect()
        while try !observer.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1", SQLValue(process)).isEmpty {}
        let error = #expect(throws: SQLError.self) { try connection.commit() }
        #expect(error?.kind == .unreachable)
    }

    @Test(
        "a server that is not there is unreachable",
        arguments: [
            "postgresql://u@127.0.0.1:1/d", "postgresql:///d?host=/nowhere", "postgresql://u@no-such-host.invalid/d",
            "postgresql://u@localhost:1/d",
        ])
    func missing(url: String) {
        let error = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: url, timeouts: Self.patient) }
        #expect(error?.kind == .unreachable)
    }
}
