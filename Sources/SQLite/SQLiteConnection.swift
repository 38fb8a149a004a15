import CLibrary
import CSQLite
import SQLDatabase

/// A database in a file that only its owner may read.
///
/// This process must not open the file in another way: to close it would end the locks of its connections.
package final class SQLiteConnection: SQLConnection {
    /// How the file is opened.
    package enum Mode: Sendable {
        case readWriteCreate
        case readOnly
    }

    package let dialect = SQLDialect.sqlite
    /// True after a disk error in `commit`: the database must be opened again to find out what it has.
    package private(set) var isBroken = false
    /// How many transactions were written to disk before `commit` returned.
    package private(set) var syncs = 0

    private let file: SQLiteFile
    private let handle: SQLiteHandle
    private let queue: WriterQueue?
    private var statements: [String: SQLiteStatement] = [:]
    private var transaction: Transaction?
    private var isSynchronous: Bool?
    /// The log and its index, which must not be replaced either; empty if the database is only read.
    private var companions: [String: SQLiteFile.Identity] = [:]

    /// `SQLITE_IOERR_FSYNC`, a macro that Swift cannot read.
    private static let failedSync = SQLITE_IOERR | (4 << 8)

    /// After how many pages of 4 KiB the log is written to the file.
    private static let logLength = 4_000

    private struct Transaction {
        let isDurable: Bool
        /// As in PostgreSQL, nothing more is done in a transaction after its first error.
        var hasFailed = false
    }

    /// `busyTimeout` is how long to wait for other processes.
    package init(path: String, mode: Mode, busyTimeout: Duration) throws(SQLError) {
        try SQLiteHandle.requireLibrary()
        let writes = mode == .readWriteCreate
        file = try SQLiteFile.ready(path, creates: writes)
        queue = writes ? try WriterQueue(beside: file.resolved) : nil
        handle = try SQLiteHandle(file, writes: writes, patience: busyTimeout)
        try prepareFile(writes: writes)
    }

    // MARK: - SQLConnection

    @discardableResult
    package func query(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> [SQLRow] {
        try attempt { () throws(SQLError) in try prepared(statement).run(values) }
    }

    /// With `RETURNING`, SQLite would do half of the work again.
    package func insert(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> Int64? {
        try query(statement, values)
        return sqlite3_changes(handle.pointer) > 0 ? sqlite3_last_insert_rowid(handle.pointer) : nil
    }

    package func execute(_ script: String) throws(SQLError) {
        guard !script.utf8.contains(0) else { throw SQLError(.other, "a statement must not have a NUL byte") }
        try attempt { () throws(SQLError) in try run(script) }
    }

    package func begin(durable: Bool) throws(SQLError) {
        try requireUsable()
        guard transaction == nil else { throw SQLError(.other, "there is a transaction already") }
        if isSynchronous != durable {
            try run("PRAGMA synchronous = \(durable ? "FULL" : "NORMAL")")
            isSynchronous = durable
        }
        try queue?.enter()
        do throws(SQLError) {
            _ = try prepared("BEGIN IMMEDIATE").run([])
        } catch {
            queue?.leave()
            throw error
        }
        transaction = Transaction(isDurable: durable)
    }

    package func commit() throws(SQLError) {
        guard let transaction else { throw SQLError(.other, "there is no transaction") }
        defer { rollback() }
        guard !transaction.hasFailed else { throw SQLError(.other, "the transaction has failed before its end") }
        do throws(SQLError) {
            _ = try prepared("COMMIT").run([])
        } catch {
            // The log may have the transaction although its write failed: the next process that reads the log decides.
            let code = sqlite3_extended_errcode(handle.pointer)
            let isUncertain = code & 0xFF == SQLITE_IOERR && (error.kind != .full || code == Self.failedSync)
            guard isUncertain else { throw error }
            isBroken = true
            throw SQLError(.unreachable, error.message)
        }
        guard transaction.isDurable else { return }
        if syncs == 0 { queue?.markUsed() }
        syncs += 1
    }

    package func rollback() {
        guard transaction != nil else { return }
        transaction = nil
        if sqlite3_get_autocommit(handle.pointer) == 0 { try? run("ROLLBACK") }
        if sqlite3_get_autocommit(handle.pointer) == 0 { isBroken = true }
        queue?.leave()
    }

    // MARK: - The file

    /// Whether a path leads to anything at all.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || ![ENOENT, ENOTDIR].contains(errno)
    }

    /// Throws if the files beside a database are there, and the database was removed or emptied.
    package static func requireNothingLeft(of path: String) throws(SQLError) {
        try SQLiteFile.requireNothingLeft(of: path)
    }

    /// Throws if the path no longer leads to the open file: other processes would not see what is written to it.
    package func requireInPlace() throws(SQLError) {
        try file.requireInPlace()
        for (path, identity) in companions where SQLiteFile.identity(of: path) != identity {
            throw SQLError(.cannotOpen, "'\(path)' was removed or replaced while it was in use")
        }
    }

    /// The number by which programs know their own files; 0 if no program has set it.
    package func applicationID() throws(SQLError) -> Int32 {
        Int32(truncatingIfNeeded: try query("PRAGMA application_id").first?.int(0) ?? 0)
    }

    /// Marks the file as a database of this program: `PRAGMA application_id`.
    package func setApplicationID(_ id: Int32) throws(SQLError) {
        try execute("PRAGMA application_id = \(id)")
    }

    /// Whether the database has no tables.
    package func isEmpty() throws(SQLError) -> Bool {
        try query("SELECT 1 FROM sqlite_schema LIMIT 1").isEmpty
    }

    // MARK: -

    private func requireUsable() throws(SQLError) {
        guard !isBroken else {
            throw SQLError(.unreachable, "'\(file.path)' had a disk error, and must be opened again")
        }
    }

    private func attempt<Value>(_ work: () throws(SQLError) -> Value) throws(SQLError) -> Value {
        try requireUsable()
        guard transaction?.hasFailed != true else {
            throw SQLError(.other, "the transaction has failed, and can only be rolled back")
        }
        do throws(SQLError) {
            return try work()
        } catch {
            transaction?.hasFailed = true
            throw error
        }
    }

    private func prepared(_ text: String) throws(SQLError) -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        guard !text.utf8.contains(0) else { throw SQLError(.other, "a statement must not have a NUL byte") }
        let statement = try SQLiteStatement(text, in: handle, path: file.path)
        statements[text] = statement
        return statement
    }

    private func run(_ script: String) throws(SQLError) {
        errno = 0
        let code = sqlite3_exec(handle.pointer, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw .sqlite(handle.pointer, code: code, path: file.path) }
    }

    private func prepareFile(writes: Bool) throws(SQLError) {
        guard writes else {
            try run("SELECT 1 FROM sqlite_schema LIMIT 1")
            return
        }
        guard sqlite3_db_readonly(handle.pointer, "main") == 0 else {
            throw SQLError(.readOnly, "'\(file.path)' cannot be written")
        }
        // Many processes may open a new file at once, and SQLite does not wait for a lock while it changes the mode.
        try queue?.enter()
        defer { queue?.leave() }
        try run("PRAGMA foreign_keys = OFF")
        #if canImport(Darwin)
            // Otherwise what was written can still be in the memory of the disk.
            try run("PRAGMA fullfsync = ON")
        #endif
        guard try query("PRAGMA journal_mode = WAL").first?.text(0) == "wal" else {
            throw SQLError(.noLocks, "the file system of '\(file.path)' cannot be used by several processes at once")
        }
        statements["PRAGMA journal_mode = WAL"] = nil
        // Enough for the pages that a run changes again and again: they are written to the file less often, and never read.
        try run("PRAGMA wal_autocheckpoint = \(Self.logLength); PRAGMA cache_size = \(2 * Self.logLength)")
        try run("BEGIN IMMEDIATE; COMMIT")
        for suffix in ["-wal", "-shm"] {
            companions[file.resolved + suffix] = try SQLiteFile.checked(file.resolved + suffix, isWritten: true)
        }
        try requireInPlace()
    }
}
