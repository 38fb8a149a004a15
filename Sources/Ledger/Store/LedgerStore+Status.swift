import PostgreSQL
import SQLDatabase

/// What a ledger is and has, for people.
package struct LedgerStatus: Sendable, Equatable {
    package var version: Int64 = 0
    package var runs = 0
    package var requests = 0
    /// In bytes.
    package var size: Int64 = 0
    /// The time by the ledger's clock, in milliseconds since 1970.
    package var now: Int64 = 0
    /// The time of the latest request; nil if there is none.
    package var latest: Int64?
    /// Only of PostgreSQL.
    package var server: Server?

    /// The server of a PostgreSQL ledger, and how safe its settings are.
    package struct Server: Sendable, Equatable {
        package var version = ""
        package var isEncrypted = false
        /// The settings that are off although a failure of power can then lose what was committed.
        package var unsafeSettings: [String] = []

        package init() {}
    }

    package init() {}

    /// By how many milliseconds the clock is behind the latest request; nil if requests are not refused because of it.
    package var clockIsBehind: Int64? {
        guard let latest, latest > now, latest - now > LedgerStore.clockTolerance else { return nil }
        return latest - now
    }
}

extension LedgerStore {
    /// How much is in the ledger, and how it is kept.
    package func status() throws(SQLError) -> LedgerStatus {
        var status = LedgerStatus()
        status.version = LedgerSchema.version
        status.runs = try number("SELECT COUNT(*) FROM runs")
        status.requests = try number("SELECT COUNT(*) FROM claims")
        status.now = try moment().wall
        let mark = try clockMark()
        status.latest = mark == 0 ? nil : mark
        switch connection.dialect {
        case .sqlite:
            status.size = Int64(try number("PRAGMA page_count") * number("PRAGMA page_size"))
        case .postgreSQL:
            status.size = Int64(
                try number(
                    "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c "
                        + "WHERE c.relnamespace = to_regnamespace('ekoflow') AND c.relkind = 'r'"))
            status.server = try server()
        }
        return status
    }

    /// Sets the time of the latest request to now, because that request had a wrong time.
    package func trustClock() throws(SQLError) {
        try transaction(durable: true) { () throws(SQLError) in
            try connection.query("DELETE FROM ledger WHERE key = 'clock'")
            try setClock(try moment())
        }
    }

    private func server() throws(SQLError) -> LedgerStatus.Server {
        var server = LedgerStatus.Server()
        server.version = try connection.query("SHOW server_version").first?.text(0) ?? ""
        server.isEncrypted = (connection as? PostgreSQLConnection)?.isEncrypted ?? false
        for setting in ["fsync", "full_page_writes"]
        where try connection.query("SHOW \(setting)").first?.text(0) == "off" {
            server.unsafeSettings.append(setting)
        }
        return server
    }

    private func number(_ query: String) throws(SQLError) -> Int {
        Int(try connection.query(query).first?.int(0) ?? 0)
    }
}
