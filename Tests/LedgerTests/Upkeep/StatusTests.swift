import SQLDatabase
import SQLite
import Testing

@testable import Ledger

@Suite("What a ledger is and has")
struct StatusTests {
    @Test("it counts runs and requests, and knows the latest", arguments: StoredLedger.Kind.allCases)
    func counts(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let empty = try ledger.store.status()
        #expect(empty.runs == 0 && empty.requests == 0 && empty.latest == nil && empty.clockIsBehind == nil)
        try ledger.finishedRun("RUN")
        let status = try ledger.store.status()
        #expect(status.version == LedgerSchema.version && status.runs == 1 && status.requests == 1)
        #expect(status.size > 10_000)
        #expect(abs(try #require(status.latest) - status.now) < 60_000)
        #expect((status.server == nil) == (kind == .sqlite))
        if let server = status.server { #expect(server.unsafeSettings.isEmpty && !server.version.isEmpty) }
    }

    @Test("a latest request in the future is told, until the clock is trusted", arguments: StoredLedger.Kind.allCases)
    func clock(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.start("RUN")
        func setMark(_ minutes: Int64) throws {
            let mark = StoredLedger.now().milliseconds + minutes * 60_000
            try ledger.store.connection.query(
                "INSERT INTO ledger (key, value) VALUES ('clock', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                .text(String(mark)))
        }
        try setMark(4)
        #expect(try ledger.store.status().clockIsBehind == nil)
        try setMark(60)
        #expect(try ledger.store.status().clockIsBehind != nil)
        #expect(throws: ClaimRefusal.self) { try ledger.make(StoredLedger.claim("step"), in: run) }
        try ledger.store.trustClock()
        #expect(try ledger.store.status().clockIsBehind == nil)
        try ledger.make(StoredLedger.claim("step"), in: run)
    }

    @Test(
        "a server that can forget what was committed is told, a safe one is not",
        arguments: [("fsync", ["fsync"]), ("full_page_writes", ["full_page_writes"]), ("wal_level", [])])
    func unsafeServer(_ off: String, _ expected: [String]) throws {
        let ledger = try StoredLedger(.postgreSQL)
        let connection = ServerWithSettingOff(ledger.store.connection, off)
        let store = try #require(try LedgerStore(existing: connection, clock: LedgerClock(now: StoredLedger.now)))
        #expect(try store.status().server?.unsafeSettings == expected)
    }

    @Test("what was used is counted for one account, in its day and month", arguments: StoredLedger.Kind.allCases)
    func use(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.start("RUN")
        try ledger.make(StoredLedger.claim("1", person: "p"), in: run)
        try ledger.make(StoredLedger.claim("2", person: "p"), in: run, .unknown, .unknown)
        try ledger.make(StoredLedger.claim("3", person: "q"), in: run, .notSent, .didNotHappen)
        try ledger.make(StoredLedger.claim("4", amount: 700), in: run)
        try ledger.make(StoredLedger.claim("5", account: "a 2"), in: run)
        let use = try ledger.store.use(of: "a 1", in: .india, persons: ["p", "q", "r"])
        #expect(use.sendsOfDay == 2 && use.sendsOfMonth == 2 && use.amountOfDay == 700)
        #expect(use.sendsByPerson == ["p": 2])
        #expect(use.day.hasPrefix(use.month) && use.month.count == 7)
        let none = try ledger.store.use(of: "a 3", in: .india, persons: ["p"])
        #expect(none.sendsOfDay == 0 && none.sendsOfMonth == 0 && none.sendsByPerson.isEmpty)
    }

    @Test("a command opens a ledger that exists, and makes none", arguments: StoredLedger.Kind.allCases)
    func existing(_ kind: StoredLedger.Kind) throws {
        let (opener, path, folder) = try StoredLedger.place(kind)
        defer { if !folder.isEmpty { StoredLedger.remove(folder) } }
        for access in [LedgerOpener.Access.reading, .writing] {
            #expect(try opener.openExisting(for: access) == nil)
            if kind == .sqlite { #expect(!SQLiteConnection.isThere(path)) }
        }
        let made = try opener.open()
        let reader = try #require(try opener.openExisting(for: .reading))
        #expect(reader.hash.text(of: "x") == made.hash.text(of: "x"))
        #expect(try reader.status().runs == 0)
        let refused = #expect(throws: SQLError.self) { try reader.trustClock() }
        #expect(refused?.kind == .readOnly)
        try #require(try opener.openExisting(for: .writing)).trustClock()
    }

    @Test("a database of another program, and a ledger of a newer version, are refused")
    func others() throws {
        let (opener, path, folder) = try StoredLedger.place(.sqlite)
        defer { StoredLedger.remove(folder) }
        try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: .seconds(1)).execute(
            "CREATE TABLE t (k)")
        let other = #expect(throws: LedgerProblem.self) { try opener.openExisting(for: .reading) }
        #expect(other?.message.contains("a database of another program") == true)
        let ledger = try StoredLedger(.sqlite)
        try ledger.store.connection.query("UPDATE ledger SET value = '99' WHERE key = 'schema'")
        let newer = #expect(throws: LedgerProblem.self) { try ledger.opener.openExisting(for: .reading) }
        #expect(newer?.message.contains("a newer ekoflow") == true)
    }
}

/// A server one of whose settings is off.
private final class ServerWithSettingOff: SQLConnection {
    private let wrapped: any SQLConnection
    private let setting: String

    init(_ wrapped: any SQLConnection, _ setting: String) {
        self.wrapped = wrapped
        self.setting = setting
    }

    var dialect: SQLDialect { wrapped.dialect }
    var isBroken: Bool { wrapped.isBroken }

    func query(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> [SQLRow] {
        statement == "SHOW \(setting)" ? [SQLRow(["off"])] : try wrapped.query(statement, values)
    }

    func insert(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> Int64? {
        try wrapped.insert(statement, values)
    }
    func execute(_ script: String) throws(SQLError) { try wrapped.execute(script) }
    func begin(durable: Bool) throws(SQLError) { try wrapped.begin(durable: durable) }
    func commit() throws(SQLError) { try wrapped.commit() }
    func rollback() { wrapped.rollback() }
}
