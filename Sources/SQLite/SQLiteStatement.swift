import CLibrary
import CSQLite
import SQLDatabase

/// A prepared statement.
///
/// A class, because the cache of a connection hands it out while it keeps it.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: SQLiteHandle
    private let path: String
    /// The place in the list of values, for each parameter of SQLite, in SQLite's order.
    private let places: [Int]
    private let columns: Int32
    private let valueCount: Int

    init(_ text: String, in database: SQLiteHandle, path: String) throws(SQLError) {
        errno = 0
        var pointer: OpaquePointer?
        var rest = ""
        let code = text.withCString { start in
            var end: UnsafePointer<CChar>?
            let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
            let code = sqlite3_prepare_v3(database.pointer, start, -1, flags, &pointer, &end)
            rest = end.map { String(cString: $0) } ?? ""
            return code
        }
        guard code == SQLITE_OK else { throw .sqlite(database.pointer, code: code, path: path) }
        guard let pointer else { throw SQLError(.other, "the statement is empty") }
        guard rest.allSatisfy(\.isWhitespace) else {
            sqlite3_finalize(pointer)
            throw SQLError(.other, "a query must be one statement")
        }
        handle = pointer
        self.database = database
        self.path = path
        columns = sqlite3_column_count(pointer)
        places = (0..<sqlite3_bind_parameter_count(pointer)).map { index in
            let name = sqlite3_bind_parameter_name(pointer, index + 1).map { String(cString: $0) } ?? ""
            return (Int(name.dropFirst()) ?? 0) - 1
        }
        valueCount = (places.max() ?? -1) + 1
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end, so that it holds no lock afterwards.
    func run(_ values: [SQLValue]) throws(SQLError) -> [SQLRow] {
        defer {
            sqlite3_reset(handle)
            if !places.isEmpty { sqlite3_clear_bindings(handle) }
        }
        guard values.count == valueCount, !places.contains(-1) else {
            throw SQLError(.other, "the statement has \(valueCount) parameters, and \(values.count) values are given")
        }
        for (index, place) in places.enumerated() {
            try bind(values[place], at: Int32(index + 1))
        }
        errno = 0
        var rows: [SQLRow] = []
        while true {
            let code = sqlite3_step(handle)
            switch code {
            case SQLITE_ROW: rows.append(SQLRow((0..<columns).map(value)))
            case SQLITE_DONE: return rows
            default: throw .sqlite(database.pointer, code: sqlite3_extended_errcode(database.pointer), path: path)
            }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(SQLError) {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .integer(let integer): code = sqlite3_bind_int64(handle, index, integer)
        case .text(var text):
            let bound = text.withUTF8 { bytes -> Int32? in
                guard !bytes.contains(0), let count = Int32(exactly: bytes.count) else { return nil }
                return bytes.withMemoryRebound(to: CChar.self) {
                    ekoflow_sqlite_bind_text(handle, index, $0.baseAddress, count)
                }
            }
            guard let bound else { throw SQLError(.other, "a string with a NUL byte cannot be stored") }
            code = bound
        }
        guard code == SQLITE_OK else { throw .sqlite(database.pointer, code: code, path: path) }
    }

    private func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        default:
            // The pointer first: it may convert the value, and so change its length.
            let bytes = sqlite3_column_text(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
        }
    }
}
