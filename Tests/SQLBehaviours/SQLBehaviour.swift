import SQLDatabase

/// What connections of both dialects must do. The tests of each dialect run all of them.
package struct SQLBehaviour: Sendable, CustomStringConvertible {
    /// Opens one more connection to the database of the test, which is empty at first.
    package typealias Opener = @Sendable () throws -> any SQLConnection

    package let name: String
    /// Throws a `Failure` if the behaviour is not as expected.
    package let check: @Sendable (_ open: @escaping Opener) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (_ open: @escaping Opener) throws -> Void) {
        self.name = name
        self.check = check
    }

    package var description: String { name }

    package static let all: [SQLBehaviour] = values + transactions + connections

    package struct Failure: Error {
        let message: String
    }

    static func expect<Value: Equatable>(_ actual: Value, _ expected: Value) throws {
        guard actual == expected else { throw Failure(message: "expected \(expected), found \(actual)") }
    }

    static func expect(_ kind: SQLError.Kind, _ work: () throws(SQLError) -> Void) throws {
        do throws(SQLError) {
            try work()
        } catch {
            return try expect(error.kind, kind)
        }
        throw Failure(message: "expected an error '\(kind)', and there was none")
    }

    /// A connection to a database with the table `t`, which has a unique key `k` and a number `n`.
    static func openWithTable(_ open: Opener) throws -> any SQLConnection {
        let connection = try open()
        try connection.execute("CREATE TABLE t (k TEXT PRIMARY KEY, n BIGINT)")
        return connection
    }

    static func count(_ connection: any SQLConnection) throws -> Int64 {
        try connection.query("SELECT count(*) FROM t")[0].int(0)
    }
}
