import SQLDatabase

/// Owns a result of libpq.
final class PostgreSQLResult {
    /// The types whose values are integers: int8, int2, int4.
    private static let integers: Set<UInt32> = [20, 21, 23]

    private let handle: LibPQ.Result
    private let library: LibPQ

    init(_ handle: LibPQ.Result, _ library: LibPQ) {
        self.handle = handle
        self.library = library
    }

    deinit { library.clear(handle) }

    private var status: UInt32 { library.resultStatus(handle) }

    var isError: Bool { status == LibPQ.ResultStatus.fatalError || status == LibPQ.ResultStatus.badResponse }
    var isCopy: Bool {
        !isError && status > LibPQ.ResultStatus.tuplesOK
    }
    /// The SQLSTATE of an error; nil if the error is not the server's.
    var state: String? { library.errorField(handle, LibPQ.ErrorField.sqlState).map { String(cString: $0) } }
    var message: String? { library.errorField(handle, LibPQ.ErrorField.message).map { String(cString: $0) } }
    /// What was done, such as `COMMIT`.
    var tag: String { library.commandTag(handle).map { String(cString: $0) } ?? "" }

    var rows: [SQLRow] {
        let columns = library.columnCount(handle)
        let areIntegers = (0..<columns).map { PostgreSQLResult.integers.contains(library.columnType(handle, $0)) }
        return (0..<library.rowCount(handle)).map { row in
            SQLRow((0..<columns).map { value(row, $0, isInteger: areIntegers[Int($0)]) })
        }
    }

    private func value(_ row: Int32, _ column: Int32, isInteger: Bool) -> SQLValue {
        if library.isNull(handle, row, column) != 0 { return .null }
        let count = Int(library.length(handle, row, column))
        let bytes = UnsafeBufferPointer(start: library.value(handle, row, column), count: count)
        let text = String(decoding: bytes, as: UTF8.self)
        return isInteger ? Int64(text).map { .integer($0) } ?? .text(text) : .text(text)
    }
}
