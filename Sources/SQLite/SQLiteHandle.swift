import CLibrary
import CSQLite
import SQLDatabase

/// Owns SQLite's handle of an open database.
///
/// A class, so that it is closed after the last of its statements. The busy handler must outlive it.
final class SQLiteHandle {
    let pointer: OpaquePointer
    private let busy: BusyHandler

    init(_ file: SQLiteFile, writes: Bool, patience: Duration) throws(SQLError) {
        let access = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        errno = 0
        var pointer: OpaquePointer?
        let code = sqlite3_open_v2(file.resolved, &pointer, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard code == SQLITE_OK, let pointer, ekoflow_sqlite_harden(pointer) == SQLITE_OK else {
            defer { sqlite3_close_v2(pointer) }
            throw .sqlite(pointer, code: pointer.map { sqlite3_extended_errcode($0) } ?? code, path: file.path)
        }
        sqlite3_extended_result_codes(pointer, 1)
        self.pointer = pointer
        busy = BusyHandler(patience: patience)
        busy.install(in: pointer)
    }

    deinit { sqlite3_close_v2(pointer) }

    /// Loads SQLite, which must be done before anything else.
    static func requireLibrary() throws(SQLError) {
        #if canImport(Darwin)
            let (package, name) = ("sqlite", "/usr/lib/libsqlite3.dylib")
        #else
            let (package, name) = ("libsqlite3-0", "libsqlite3.so.0")
        #endif
        guard ekoflow_sqlite_load() != 0 else {
            throw SQLError(
                .noLibrary(package: package),
                "the library of SQLite, \(name), is not installed or is older than 3.35")
        }
    }
}
