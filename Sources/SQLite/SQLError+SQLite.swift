import CLibrary
import CSQLite
import SQLDatabase

extension SQLError {
    /// The error that SQLite has just returned. `errno` must have been 0 before: SQLite does not keep the `errno` of every write.
    static func sqlite(_ database: OpaquePointer?, code: Int32, path: String) -> SQLError {
        let last = errno
        let detail = String(cString: database.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
        let kept = database.map { sqlite3_system_errno($0) } ?? 0
        return sqlite(code: code, errno: kept == 0 ? last : kept, detail: detail, path: path)
    }

    /// `code` is an extended result code. `errno` is what the system said, which SQLite keeps beside it.
    static func sqlite(code: Int32, errno number: Int32, detail: String, path: String) -> SQLError {
        let isFull = number == ENOSPC || number == EDQUOT
        return switch code & 0xFF {
        case SQLITE_FULL: full(path)
        case SQLITE_IOERR where isFull: full(path)
        case SQLITE_CANTOPEN where isFull: full(path)
        case SQLITE_READONLY: SQLError(.readOnly, quoting: "'\(path)' cannot be written: \(detail)")
        case SQLITE_CANTOPEN where number == EROFS:
            SQLError(.readOnly, "'\(path)' is on a read-only file system")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            SQLError(.cannotOpen, "'\(path)' cannot be opened: \(number == 0 ? detail : reason(number))")
        case SQLITE_BUSY where code == ekoflowBusySnapshot:
            SQLError(.conflict, "another process has changed '\(path)' in the meantime")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            SQLError(.locked, "another process holds the lock of '\(path)'")
        case SQLITE_NOTADB: SQLError(.notADatabase, "'\(path)' is not an SQLite database")
        case SQLITE_CORRUPT: SQLError(.notADatabase, quoting: "'\(path)' is damaged: \(detail)")
        case SQLITE_IOERR where number != 0:
            SQLError(.other, "'\(path)' cannot be read or written: \(reason(number))")
        default: SQLError(.other, quoting: "SQLite reports an error for '\(path)': \(detail)")
        }
    }

    /// `number` is the `errno` of a call that failed.
    static func file(_ number: Int32, _ message: String) -> SQLError {
        let kind: Kind =
            switch number {
            case ENOSPC, EDQUOT: .full
            case EROFS: .readOnly
            default: .cannotOpen
            }
        return SQLError(kind, "\(message): \(reason(number))")
    }

    private static func full(_ path: String) -> SQLError { SQLError(.full, "there is no space left for '\(path)'") }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

    /// `SQLITE_BUSY_SNAPSHOT`, a macro that Swift cannot read.
    private static var ekoflowBusySnapshot: Int32 { SQLITE_BUSY | (2 << 8) }
}
