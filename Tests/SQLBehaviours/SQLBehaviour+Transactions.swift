import SQLDatabase

extension SQLBehaviour {
    static let transactions = [
        SQLBehaviour("changes stay after a commit, durable or not") { open in
            let connection = try openWithTable(open)
            for durable in [true, false, true] {
                try connection.begin(durable: durable)
                try connection.query("INSERT INTO t (k) SELECT count(*) || 'k' FROM t")
                try connection.commit()
            }
            try expect(try count(try open()), 3)
        },
        SQLBehaviour("changes are gone after a rollback") { open in
            let connection = try openWithTable(open)
            try connection.begin(durable: true)
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            connection.rollback()
            try expect(try count(connection), 0)
            try expect(try count(try open()), 0)
        },
        SQLBehaviour("after an error nothing more is done in a transaction, and it cannot be committed") { open in
            let connection = try openWithTable(open)
            try connection.begin(durable: true)
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            try expect(.other) { () throws(SQLError) in try connection.query("INSERT INTO t (k) VALUES ('a')") }
            try expect(.other) { () throws(SQLError) in try connection.query("INSERT INTO t (k) VALUES ('b')") }
            try expect(.other) { () throws(SQLError) in try connection.commit() }
            try expect(try count(connection), 0)
            try connection.begin(durable: true)
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            try connection.commit()
            try expect(try count(try open()), 1)
        },
        SQLBehaviour("after an error and a rollback the connection is as new") { open in
            let connection = try openWithTable(open)
            try connection.begin(durable: false)
            try expect(.other) { () throws(SQLError) in try connection.query("SELECT nothing FROM nowhere") }
            connection.rollback()
            try connection.begin(durable: false)
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            try connection.commit()
            try expect(try count(connection), 1)
        },
        SQLBehaviour("an error outside of a transaction leaves no trace") { open in
            let connection = try openWithTable(open)
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            for statement in ["INSERT INTO t (k) VALUES ('a')", "no SQL at all", "SELECT x FROM t"] {
                try expect(.other) { () throws(SQLError) in try connection.query(statement) }
                try expect(.other) { () throws(SQLError) in try connection.execute(statement) }
            }
            try expect(connection.isBroken, false)
            try expect(try count(connection), 1)
        },
        SQLBehaviour("a transaction has one beginning and one end") { open in
            let connection = try openWithTable(open)
            try expect(.other) { () throws(SQLError) in try connection.commit() }
            connection.rollback()
            try connection.begin(durable: false)
            try expect(.other) { () throws(SQLError) in try connection.begin(durable: false) }
            try connection.query("INSERT INTO t (k) VALUES ('a')")
            try connection.commit()
            try expect(.other) { () throws(SQLError) in try connection.commit() }
            connection.rollback()
            try expect(try count(connection), 1)
        },
    ]
}
