import SQLDatabase
import Synchronization
import Threads

extension SQLBehaviour {
    static let connections = [
        SQLBehaviour("another connection sees only what was committed") { open in
            let one = try openWithTable(open)
            let two = try open()
            try one.begin(durable: false)
            try one.query("INSERT INTO t (k) VALUES ('a')")
            try expect(try count(two), 0)
            try one.commit()
            try expect(try count(two), 1)
        },
        SQLBehaviour("a lock that is held for longer than the time-out is an error, and is free afterwards") { open in
            let one = try openWithTable(open)
            try one.query("INSERT INTO t (k, n) VALUES ('a', 0)")
            let two = try open()
            try one.begin(durable: false)
            try one.query("UPDATE t SET n = n + 1 WHERE k = 'a'")
            try expect(.locked) { () throws(SQLError) in
                try two.begin(durable: false)
                try two.query("UPDATE t SET n = n + 1 WHERE k = 'a'")
            }
            two.rollback()
            try one.commit()
            try two.begin(durable: false)
            try two.query("UPDATE t SET n = n + 1 WHERE k = 'a'")
            try two.commit()
            try expect(try one.query("SELECT n FROM t"), [SQLRow([2])])
        },
        SQLBehaviour("a connection that ends in a transaction leaves no lock and no change") { open in
            let one = try openWithTable(open)
            try one.query("INSERT INTO t (k, n) VALUES ('a', 0)")
            do {
                let two = try open()
                try two.begin(durable: false)
                try two.query("UPDATE t SET n = 99")
            }
            try one.begin(durable: false)
            try one.query("UPDATE t SET n = n + 1")
            try one.commit()
            try expect(try one.query("SELECT n FROM t"), [SQLRow([1])])
        },
        SQLBehaviour("nothing is lost between eight connections that change the same row") { open in
            let connection = try openWithTable(open)
            try connection.query("INSERT INTO t (k, n) VALUES ('a', 0)")
            let threads = 8
            let rounds = 20
            try inThreads(threads) {
                let connection = try open()
                for round in 0..<rounds {
                    try connection.begin(durable: round.isMultiple(of: 4))
                    let n = try connection.query("SELECT n FROM t WHERE k = $1\(lockingClause(connection))", "a")[0]
                        .int(0)
                    try connection.query("UPDATE t SET n = $2 WHERE k = $1", "a", SQLValue(n + 1))
                    try connection.commit()
                }
            }
            try expect(try connection.query("SELECT n FROM t"), [SQLRow([SQLValue(threads * rounds)])])
        },
    ]

    /// A transaction of SQLite has the whole database to itself; one of PostgreSQL locks rows.
    private static func lockingClause(_ connection: any SQLConnection) -> String {
        connection.dialect == .postgreSQL ? " FOR UPDATE" : ""
    }

    private final class Work: Sendable {
        let body: @Sendable () throws -> Void
        let errors = Mutex<[any Error]>([])

        init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }
    }

    /// Runs the same in several threads, and throws the first error of them.
    private static func inThreads(_ count: Int, _ body: @escaping @Sendable () throws -> Void) throws {
        let work = Work(body)
        let ended = Semaphore()
        for _ in 0..<count {
            let isStarted = startThread {
                do { try work.body() } catch { work.errors.withLock { $0.append(error) } }
                ended.signal()
            }
            try expect(isStarted, true)
        }
        for _ in 0..<count { ended.wait() }
        if let error = work.errors.withLock({ $0.first }) { throw error }
    }
}
