/// A connection to a database. One thread at a time may use it.
///
/// Statements are the same for both dialects. Parameters are written `$1`, `$2`, …; each may occur several times.
package protocol SQLConnection: AnyObject {
    var dialect: SQLDialect { get }

    /// Whether nothing more can be done with it, because the connection to the server is lost.
    var isBroken: Bool { get }

    /// Executes a statement and returns its rows. Statements are prepared once and then kept, by their text.
    @discardableResult
    func query(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> [SQLRow]

    /// Executes an `INSERT` of one row, `ON CONFLICT DO NOTHING`, into a table whose key `id` the database numbers. Returns the
    /// number of the row; nil if there was a conflict.
    func insert(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> Int64?

    /// Executes several statements without parameters, separated by semicolons.
    func execute(_ script: String) throws(SQLError)

    /// Starts a transaction that may write. If it is `durable`, `commit` returns only when its changes are on disk; otherwise
    /// a failure of power (SQLite) or of the server (PostgreSQL) may lose it, but never a part of it, and the end of this process never.
    func begin(durable: Bool) throws(SQLError)

    /// An error leaves open whether the changes were made if it is `unreachable`; any other error means that they were not.
    func commit() throws(SQLError)

    /// Throws if others would not find what is written, because the database's file was removed or replaced.
    func requireInPlace() throws(SQLError)

    /// Ends a transaction without its changes. Does nothing if there is none.
    func rollback()
}

extension SQLConnection {
    package func requireInPlace() throws(SQLError) {}

    @discardableResult
    package func query(_ statement: String, _ values: SQLValue...) throws(SQLError) -> [SQLRow] {
        try query(statement, values)
    }
}

/// Which database it is, where statements for the two differ.
package enum SQLDialect: Sendable {
    case sqlite
    case postgreSQL
}

/// Why a database could not be used. The message is for people, in one line, and has no password.
package struct SQLError: Error, Equatable {
    /// What a caller can do about it.
    package enum Kind: Sendable, Equatable {
        /// The server cannot be reached, or the connection was lost.
        case unreachable
        /// A user, a password or a certificate was refused, or TLS could not be verified.
        case refused
        /// The address of the server cannot be understood.
        case invalidAddress
        /// There is no place left on the disk.
        case full
        case readOnly
        /// Another process held a lock for longer than the time-out.
        case locked
        /// The file is not a database.
        case notADatabase
        /// The statement took longer than its time-out.
        case timedOut
        /// The file, or its folder, cannot be opened.
        case cannotOpen
        /// The file system has no locks, so that two processes could damage the file.
        case noLocks
        /// The database's client library, which is loaded at its first use, is missing. `package` is its name in Debian.
        case noLibrary(package: String)
        /// Two transactions were in each other's way; the same again can work.
        case conflict
        case other
    }

    package let kind: Kind
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
