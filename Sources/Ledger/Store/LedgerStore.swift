import PostgreSQL
import SQLDatabase
import Secrets
import Times

/// A ledger in a database: one set of statements for SQLite and PostgreSQL. One thread at a time may use it.
///
/// Two things are kept apart. A claim is for safety: it is on disk before its request leaves, and it never expires. A turn is for order among runs
/// that text one number: it is a lease, and losing it costs a void OTP, never a second SMS.
package final class LedgerStore {
    let connection: any SQLConnection
    let clock: LedgerClock
    /// Hashes numbers and the names of steps with the ledger's own key.
    package let hash: KeyedHash
    /// How long a process keeps its turns and its run without a sign of life.
    let lease: Duration

    package static let standardLease = Duration.seconds(30)

    /// Opens a ledger, makes its tables if it is new, and brings an older one up to date. `newKey` makes the key of a new ledger.
    package init(
        _ connection: any SQLConnection, clock: LedgerClock, lease: Duration = standardLease, newKey: () -> String
    ) throws(LedgerOpenError) {
        self.connection = connection
        self.clock = clock
        self.lease = lease
        do throws(SQLError) {
            if connection.dialect == .postgreSQL { try connection.execute("SET search_path TO ekoflow") }
        } catch {
            throw .database(error)
        }
        hash = KeyedHash(key: try Self.prepare(connection, newKey: newKey))
    }

    /// A ledger that exists; nil if there is none. Changes nothing in the database.
    package init?(
        existing connection: any SQLConnection, clock: LedgerClock, lease: Duration = standardLease
    ) throws(LedgerOpenError) {
        do throws(SQLError) {
            if connection.dialect == .postgreSQL { try connection.execute("SET search_path TO ekoflow") }
        } catch {
            throw .database(error)
        }
        guard let version = try Self.version(of: connection) else { return nil }
        guard let key = try Self.key(of: connection) else { throw .older(version: version) }
        self.connection = connection
        self.clock = clock
        self.lease = lease
        hash = KeyedHash(key: key)
    }

    /// Returns the ledger's key.
    private static func prepare(
        _ connection: any SQLConnection, newKey: () -> String
    ) throws(LedgerOpenError) -> String {
        // Most ledgers are of this version: then nothing is locked.
        if let key = try key(of: connection) { return key }
        do throws(SQLError) {
            try connection.begin(durable: true)
            if connection.dialect == .postgreSQL {
                // Two programs that make the tables at once would be in each other's way.
                try connection.query("SELECT pg_advisory_xact_lock(\(LedgerSchema.applicationID))")
                try connection.execute("CREATE SCHEMA IF NOT EXISTS ekoflow")
            }
        } catch {
            connection.rollback()
            throw .database(error)
        }
        do throws(LedgerOpenError) {
            let version = try version(of: connection) ?? 0
            let migrations = LedgerSchema.migrations(for: connection.dialect)
            do throws(SQLError) {
                for script in migrations.dropFirst(Int(version)) { try connection.execute(script) }
                if version == 0 {
                    try connection.query("INSERT INTO ledger (key, value) VALUES ('hash_key', $1)", .text(newKey()))
                }
                try connection.query(
                    "INSERT INTO ledger (key, value) VALUES ('schema', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    .text(String(LedgerSchema.version)))
                try connection.commit()
            } catch {
                throw LedgerOpenError.database(error)
            }
            guard let key = try key(of: connection) else { throw .damaged }
            return key
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// The key of a ledger of this version; nil if it is new or older.
    private static func key(of connection: any SQLConnection) throws(LedgerOpenError) -> String? {
        guard try version(of: connection) == LedgerSchema.version else { return nil }
        guard let key = try setting("hash_key", of: connection) else { throw .damaged }
        return key
    }

    /// Nil if there is no ledger yet.
    private static func version(of connection: any SQLConnection) throws(LedgerOpenError) -> Int64? {
        let tables =
            switch connection.dialect {
            case .sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger'"
            case .postgreSQL: "SELECT 1 FROM pg_tables WHERE schemaname = 'ekoflow' AND tablename = 'ledger'"
            }
        do throws(SQLError) {
            guard try !connection.query(tables).isEmpty else { return nil }
            if connection.dialect == .postgreSQL,
                try connection.query("SELECT has_schema_privilege('ekoflow', 'USAGE')").first?.text(0) != "t"
            {
                throw SQLError(.refused, "this user has no rights on its schema 'ekoflow'")
            }
        } catch {
            throw .database(error)
        }
        guard let version = try setting("schema", of: connection).flatMap({ Int64($0) }), version > 0 else {
            throw .damaged
        }
        guard version <= LedgerSchema.version else { throw .newer(version: version) }
        return version
    }

    private static func setting(
        _ key: String, of connection: any SQLConnection
    ) throws(LedgerOpenError) -> String? {
        do throws(SQLError) {
            return try connection.query("SELECT value FROM ledger WHERE key = $1", .text(key)).first?.text(0)
        } catch {
            throw .database(error)
        }
    }

    /// Whether its URL says that the connection to another machine is not to be encrypted.
    package var isUnencrypted: Bool { (connection as? PostgreSQLConnection)?.isOptedOut ?? false }

    /// The time by the ledger's clock.
    func moment() throws(SQLError) -> LedgerMoment {
        switch connection.dialect {
        case .sqlite: return LedgerMoment(wall: clock.now().milliseconds, lease: clock.sinceBoot())
        case .postgreSQL:
            let rows = try connection.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
            let time = rows.first?.int(0) ?? 0
            return LedgerMoment(wall: time, lease: time)
        }
    }

    /// Added to a query whose rows must not change until the transaction ends. SQLite lets only one transaction write at a time.
    var forUpdate: String { connection.dialect == .postgreSQL ? " FOR UPDATE" : "" }

    /// Runs `body` in a transaction.
    @discardableResult
    func transaction<Result>(
        durable: Bool, _ body: () throws(SQLError) -> Result
    ) throws(SQLError) -> Result {
        try connection.begin(durable: durable)
        do throws(SQLError) {
            let result = try body()
            try connection.commit()
            return result
        } catch {
            connection.rollback()
            throw error
        }
    }
}

/// Why a ledger cannot be opened.
package enum LedgerOpenError: Error, Equatable {
    case database(SQLError)
    /// A newer version of ekoflow made it.
    case newer(version: Int64)
    /// An older version of ekoflow made it, and no run has brought it up to date yet.
    case older(version: Int64)
    /// Its own key is missing.
    case damaged
}
