import CLibrary
import CSQLite
import SQLDatabase
import Testing

@testable import SQLite

@Suite("Errors of SQLite")
struct SQLiteErrorTests {
    /// A result code of SQLite, what the system said, and the kind.
    private static let codes: [(Int32, Int32, SQLError.Kind)] = [
        (SQLITE_FULL, 0, .full), (SQLITE_IOERR + 3 * 256, ENOSPC, .full), (SQLITE_IOERR + 19 * 256, EDQUOT, .full),
        (SQLITE_IOERR + 4 * 256, EIO, .other), (SQLITE_READONLY + 256, 0, .readOnly),
        (SQLITE_CANTOPEN, EROFS, .readOnly), (SQLITE_CANTOPEN, EACCES, .cannotOpen), (SQLITE_CANTOPEN, ENOSPC, .full),
        (SQLITE_PERM, 0, .cannotOpen), (SQLITE_BUSY, 0, .locked), (SQLITE_BUSY + 256, 0, .locked),
        (SQLITE_BUSY + 2 * 256, 0, .conflict), (SQLITE_LOCKED, 0, .locked), (SQLITE_NOTADB, 0, .notADatabase),
        (SQLITE_CORRUPT + 256, 0, .notADatabase), (SQLITE_CONSTRAINT, 0, .other), (SQLITE_NOMEM, 0, .other),
    ]

    @Test("result codes have kinds", arguments: codes)
    func kinds(code: Int32, errno: Int32, kind: SQLError.Kind) {
        let error = SQLError.sqlite(code: code, errno: errno, detail: "the detail", path: "/a.db")
        #expect(error.kind == kind)
        #expect(error.message.contains("'/a.db'"))
    }

    @Test(
        "errors of the system have kinds",
        arguments: [
            (ENOSPC, SQLError.Kind.full), (EDQUOT, .full), (EROFS, .readOnly), (EACCES, .cannotOpen),
            (ELOOP, .cannotOpen),
        ])
    func files(errno: Int32, kind: SQLError.Kind) {
        #expect(SQLError.file(errno, "it failed").kind == kind)
    }
}
