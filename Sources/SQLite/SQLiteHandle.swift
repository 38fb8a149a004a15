import CSQLite
import SQLDatabase

/// Owns SQLite's handle of an open database.
struct SQLiteHandle: ~Copyable {
    let pointer: OpaquePointer

    init(_ file: SQLiteFile, writes: Bool) throws(SQLError) {
        let access = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        var pointer: OpaquePointer?
        let code = sqlite3_open_v2(file.resolved, &pointer, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard code == SQLITE_OK, let pointer, ekoflow_sqlite_harden(pointer) == SQLITE_OK else {
            defer { sqlite3_close_v2(pointer) }
            throw .sqlite(pointer, code: pointer.map { sqlite3_extended_errcode($0) } ?? code, path: file.path)
        }
        sqlite3_extended_result_codes(pointer, 1)
        self.pointer = pointer
    }

    /// Statements that are still open keep the handle open until they are closed too.
    deinit { sqlite3_close_v2(pointer) }
}
