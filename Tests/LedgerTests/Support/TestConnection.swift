import SQLDatabase
import Synchronization

/// A connection that a test watches, or lets fail. PostgreSQL's clock is replaced by the clock of the test.
final class TestConnection: SQLConnection {
    /// A call of a connection.
    enum Call: Equatable {
        case query(String)
        case execute(String)
        case begin(durable: Bool)
        case commit
    }

    let wrapped: any SQLConnection
    private let clock: TestClock?
    /// Keeps the database's folder.
    private let owner: TestLedger?
    /// Runs before each call. What it throws is the answer, and the call is not made.
    var before: (Call) throws(SQLError) -> Void = { _ throws(SQLError) in }
    /// Runs after each call that succeeded. What it throws is the answer, although the call was made.
    var after: (Call) throws(SQLError) -> Void = { _ throws(SQLError) in }
    /// Whether the test has cut the connection, from any thread. It stays cut.
    let isCut = Atomic(false)

    init(_ wrapped: any SQLConnection, clock: TestClock? = nil, of owner: TestLedger? = nil) {
        self.owner = owner
        self.wrapped = wrapped
        self.clock = clock
    }

    var dialect: SQLDialect { wrapped.dialect }
    var isBroken: Bool { isCut.load(ordering: .relaxed) || wrapped.isBroken }

    @discardableResult
    func query(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> [SQLRow] {
        try watch(.query(statement)) { () throws(SQLError) -> [SQLRow] in
            let rows = try wrapped.query(statement, values)
            guard let clock, statement.contains("clock_timestamp()") else { return rows }
            return [SQLRow([.integer(clock.wall)])]
        }
    }

    func insert(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> Int64? {
        try watch(.query(statement)) { () throws(SQLError) in try wrapped.insert(statement, values) }
    }

    func execute(_ script: String) throws(SQLError) {
        try watch(.execute(script)) { () throws(SQLError) in try wrapped.execute(script) }
    }

    func begin(durable: Bool) throws(SQLError) {
        try watch(.begin(durable: durable)) { () throws(SQLError) in try wrapped.begin(durable: durable) }
    }

    func commit() throws(SQLError) { try watch(.commit) { () throws(SQLError) in try wrapped.commit() } }

    func requireInPlace() throws(SQLError) { try wrapped.requireInPlace() }

    func rollback() { wrapped.rollback() }

    private func watch<Value>(_ call: Call, _ body: () throws(SQLError) -> Value) throws(SQLError) -> Value {
        guard !isCut.load(ordering: .relaxed) else { throw SQLError(.unreachable, "the connection is cut") }
        try before(call)
        let value = try body()
        try after(call)
        return value
    }
}
