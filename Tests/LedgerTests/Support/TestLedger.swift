import CLibrary
import PostgreSQL
import SQLBehaviours
import SQLDatabase
import SQLite
import Secrets
import Testing

@testable import Ledger

/// The databases that a ledger can be in. Each test of the store runs on both.
enum Database: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }
}

/// A new ledger of one test, in a file or in a database of its own.
final class TestLedger: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description = "these tests need a server of PostgreSQL: 'make test' starts one"
    }

    let location: LedgerLocation
    let clock: TestClock
    private let folder = TemporaryFolder()
    /// The path of the file, or the URL.
    let address: String

    init(_ database: Database, clock: TestClock = TestClock()) throws {
        self.clock = clock
        switch database {
        case .sqlite:
            address = folder.file("ledger.db")
            location = .file(address)
        case .postgreSQL:
            guard let server = getenv("EKOFLOW_TEST_POSTGRES").map({ String(cString: $0) }) else { throw Missing() }
            let name = "t\(UInt64.random(in: 0 ... .max))"
            try PostgreSQLConnection(url: server).execute("CREATE DATABASE \(name)")
            address = server.prefix(through: server.lastIndex(of: "/")!) + name
            location = .postgreSQL(Secret(address))
        }
    }

    /// A connection to the database, without a ledger's help.
    func connect() throws(SQLError) -> any SQLConnection {
        switch location {
        case .file: try SQLiteConnection(path: address, mode: .readWriteCreate, busyTimeout: .seconds(20))
        case .postgreSQL: try PostgreSQLConnection(url: address)
        }
    }

    /// Another connection to the same ledger, as another process has one. It uses the clock of the test.
    func open(lease: Duration = LedgerStore.standardLease) throws -> LedgerStore { try watched(lease: lease).store }

    func watched(lease: Duration = LedgerStore.standardLease) throws -> (store: LedgerStore, connection: TestConnection)
    {
        let connection = TestConnection(try connect(), clock: clock, of: self)
        if let file = connection.wrapped as? SQLiteConnection, try file.isEmpty() {
            try file.setApplicationID(LedgerSchema.applicationID)
        }
        return (
            try LedgerStore(connection, clock: clock.ledgerClock, lease: lease, newKey: TestLedger.newKey), connection
        )
    }

    var opener: LedgerOpener { LedgerOpener(location, clock: clock.ledgerClock, newKey: TestLedger.newKey) }

    /// Queries the ledger's tables.
    @discardableResult
    func query(_ statement: String, _ values: SQLValue...) throws -> [SQLRow] {
        let connection = try connect()
        if connection.dialect == .postgreSQL { try connection.execute("SET search_path TO ekoflow") }
        return try connection.query(statement, values)
    }

    func count(_ table: String) throws -> Int { Int(try query("SELECT COUNT(*) FROM \(table)")[0].int(0)) }

    @Sendable static func newKey() -> String { String(UInt64.random(in: 0 ... .max), radix: 16) }
}
