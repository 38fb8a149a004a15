/// How long a server may take.
package struct PostgreSQLTimeouts: Sendable {
    /// To connect to one of its addresses, with TLS and the password.
    package var connect: Duration
    /// To connect, whatever the number of its addresses.
    package var connectAll: Duration
    /// For a lock that another connection holds. The server watches it.
    package var lock: Duration
    /// For a statement. The server watches it.
    package var statement: Duration
    /// Between the statements of a transaction, before the server ends the connection and so frees its locks. Shorter than `lock`, so
    /// that a process that was stopped in a transaction does not fail the connections that wait for its locks.
    package var idleInTransaction: Duration
    /// For any answer, also if the network loses it. Longer than the time-outs that the server watches.
    package var answer: Duration

    package init(
        connect: Duration = .seconds(5), connectAll: Duration = .seconds(15), lock: Duration = .seconds(8),
        statement: Duration = .seconds(10), idleInTransaction: Duration = .seconds(4), answer: Duration = .seconds(15)
    ) {
        self.connect = connect
        self.connectAll = connectAll
        self.lock = lock
        self.statement = statement
        self.idleInTransaction = idleInTransaction
        self.answer = answer
    }

    /// The statements that set those that the server watches.
    var settings: String {
        [
            ("lock_timeout", lock), ("statement_timeout", statement),
            ("idle_in_transaction_session_timeout", idleInTransaction),
        ]
        .map { "SET \($0) = \(Self.milliseconds($1))" }.joined(separator: "; ")
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        // 0 would mean that there is no time-out.
        max(1, duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)
    }
}
