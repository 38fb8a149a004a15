import PostgreSQL
import SQLDatabase
import SQLite
import Secrets

/// Where a ledger is.
package enum LedgerLocation: Sendable, Hashable {
    /// An SQLite file.
    case file(String)
    /// A database of a PostgreSQL server, by its URL.
    case postgreSQL(Secret)

    /// For people, without a password.
    package var text: String {
        switch self {
        case .file(let path): path
        case .postgreSQL: "in PostgreSQL"
        }
    }
}

/// Opens a ledger, also again after its connection was lost.
package struct LedgerOpener: Sendable {
    package let location: LedgerLocation
    private let clock: LedgerClock
    private let lease: Duration
    private let newKey: @Sendable () -> String
    private let variable: @Sendable (String) -> String?

    /// How long another process may hold the lock of a file.
    private static let patience = Duration.seconds(45)

    /// `newKey` makes the key of a new ledger; `variable` reads environment variables.
    package init(
        _ location: LedgerLocation, clock: LedgerClock, lease: Duration = LedgerStore.standardLease,
        newKey: @escaping @Sendable () -> String, variable: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.location = location
        self.clock = clock
        self.lease = lease
        self.newKey = newKey
        self.variable = variable
    }

    /// Opens the ledger, and makes it if there is none.
    package func open() throws(LedgerProblem) -> LedgerStore {
        do throws(LedgerOpenError) {
            return try LedgerStore(try connect(), clock: clock, lease: lease, newKey: newKey)
        } catch {
            throw LedgerProblem(error, of: location)
        }
    }

    /// What a command does with a ledger that it does not make.
    package enum Access: Sendable {
        case reading
        case writing
    }

    /// Opens the ledger if there is one. Makes nothing.
    package func openExisting(for access: Access) throws(LedgerProblem) -> LedgerStore? {
        do throws(LedgerOpenError) {
            guard let connection = try connect(for: access) else { return nil }
            return try LedgerStore(existing: connection, clock: clock, lease: lease)
        } catch {
            throw LedgerProblem(error, of: location)
        }
    }

    /// Nil if there is no ledger.
    private func connect(for access: Access) throws(LedgerOpenError) -> (any SQLConnection)? {
        do throws(SQLError) {
            switch location {
            case .file(let path):
                try SQLiteConnection.requireNothingLeft(of: path)
                guard SQLiteConnection.isThere(path) else { return nil }
                if access == .writing { try Self.requireOwnFile(path) }
                let connection = try SQLiteConnection(
                    path: path, mode: access == .reading ? .readOnly : .readWriteCreate, busyTimeout: Self.patience)
                guard try connection.applicationID() != LedgerSchema.applicationID else { return connection }
                // A run that makes the file may not have written to it yet.
                guard try connection.isEmpty() else { throw .ofAnotherProgram }
                return nil
            case .postgreSQL(let url):
                let connection = try PostgreSQLConnection(
                    url: url.withCString { String(cString: $0) }, environment: variable)
                if access == .reading {
                    try connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                }
                return connection
            }
        } catch {
            throw .database(error)
        }
    }

    /// Throws if the file is of another program. Such a file is only read: to open it for writing would change it.
    private static func requireOwnFile(_ path: String) throws(SQLError) {
        guard SQLiteConnection.isThere(path) else { return }
        do throws(SQLError) {
            let connection = try SQLiteConnection(path: path, mode: .readOnly, busyTimeout: patience)
            guard try connection.applicationID() != LedgerSchema.applicationID, try !connection.isEmpty() else {
                return
            }
            // Another process may have made its tables just now.
            guard try connection.applicationID() == LedgerSchema.applicationID else { throw SQLError.ofAnotherProgram }
        } catch {
            // Anything else is found again when it is opened for writing.
            if error.kind == .notADatabase { throw error }
        }
    }

    private func connect() throws(LedgerOpenError) -> any SQLConnection {
        do throws(SQLError) {
            switch location {
            case .file(let path):
                try Self.requireOwnFile(path)
                let connection = try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: Self.patience)
                try connection.requireLedger()
                return connection
            case .postgreSQL(let url):
                return try PostgreSQLConnection(
                    url: url.withCString { String(cString: $0) }, environment: variable)
            }
        } catch {
            throw .database(error)
        }
    }
}

extension SQLError {
    fileprivate static let ofAnotherProgram = SQLError(.notADatabase, "it is a database of another program")
}

extension SQLiteConnection {
    /// Throws if the file is a database of something else. Marks a new file as a ledger.
    fileprivate func requireLedger() throws(SQLError) {
        if try applicationID() == LedgerSchema.applicationID { return }
        guard try isEmpty() else {
            // Another process may have marked the file and made its tables just now.
            if try applicationID() == LedgerSchema.applicationID { return }
            throw .ofAnotherProgram
        }
        try setApplicationID(LedgerSchema.applicationID)
    }
}

extension LedgerProblem {
    init(_ error: LedgerOpenError, of location: LedgerLocation) {
        let place = location.text
        switch error {
        case .database(let error): self.init(error, of: location)
        case .newer(let version):
            self.init(
                "the ledger \(place) was made by a newer ekoflow: it has version \(version), and this one knows \(LedgerSchema.version)",
                help: "use the newer ekoflow on this machine too")
        case .older(let version):
            self.init(
                "the ledger \(place) was made by an older ekoflow: it has version \(version), and this one knows \(LedgerSchema.version)",
                help: "'ekoflow run' brings it up to date")
        case .damaged:
            self.init(
                "the ledger \(place) is damaged: it has no version or no key",
                help: "restore it from a backup; without its entries, nobody knows what was sent before")
        }
    }
}
