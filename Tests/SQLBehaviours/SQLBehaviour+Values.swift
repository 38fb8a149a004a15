import SQLDatabase

extension SQLBehaviour {
    static let values = [
        SQLBehaviour("values come back as they were stored") { open in
            let connection = try openWithTable(open)
            let texts = [
                "", "a", "it's \"quoted\" \\ $1 %s", "नमस्ते 👩‍👩‍👧", "line\nline\r\t", String(repeating: "x", count: 100_000),
            ]
            let numbers: [SQLValue] = [nil, 0, -1, SQLValue(Int64.max), SQLValue(Int64.min)]
            for (index, text) in texts.enumerated() {
                let number = numbers[index % numbers.count]
                try connection.query("INSERT INTO t (k, n) VALUES ($1, $2)", .text(text), number)
                let rows = try connection.query("SELECT k, n FROM t WHERE k = $1", .text(text))
                try expect(rows, [SQLRow([.text(text), number])])
            }
        },
        SQLBehaviour("an inserted row has a number that is never used again, and a conflict has none") { open in
            let connection = try open()
            let key =
                connection.dialect == .sqlite
                ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
            try connection.execute("CREATE TABLE numbered (id \(key), k TEXT UNIQUE)")
            func insert(_ text: String) throws(SQLError) -> Int64? {
                try connection.insert("INSERT INTO numbered (k) VALUES ($1) ON CONFLICT (k) DO NOTHING", [.text(text)])
            }
            guard let first = try insert("a"), let second = try insert("b") else {
                throw Failure(message: "no number")
            }
            try expect(try insert("a"), nil)
            try expect(second > first, true)
            try expect(
                try connection.query("SELECT k FROM numbered WHERE id = $1", .integer(second)), [SQLRow(["b"])])
            try connection.query("DELETE FROM numbered WHERE id = $1", .integer(second))
            try expect(try insert("c").map { $0 > second }, true)
        },
        SQLBehaviour("a parameter can occur twice, and in any order") { open in
            let connection = try openWithTable(open)
            try connection.query("INSERT INTO t (n, k) VALUES ($2, $1)", "a", 7)
            let row = try connection.query("SELECT k, n FROM t WHERE n = $2 AND k = $1 AND $1 = k", "a", 7)
            try expect(row, [SQLRow(["a", 7])])
        },
        SQLBehaviour("a parameter without a value is an error") { open in
            let connection = try openWithTable(open)
            try expect(.other) { () throws(SQLError) in
                try connection.query("INSERT INTO t (k, n) VALUES ($1, $2)", "a")
            }
            try expect(try count(connection), 0)
        },
        SQLBehaviour("a value without a parameter is an error") { open in
            let connection = try openWithTable(open)
            try expect(.other) { () throws(SQLError) in
                try connection.query("INSERT INTO t (k) VALUES ($1)", "a", "b")
            }
            try expect(.other) { () throws(SQLError) in try connection.query("SELECT k FROM t", "a") }
            try expect(try count(connection), 0)
        },
        SQLBehaviour("a query is one statement, which may end with a semicolon") { open in
            let connection = try openWithTable(open)
            try expect(.other) { () throws(SQLError) in
                try connection.query("INSERT INTO t (k) VALUES ('a'); INSERT INTO t (k) VALUES ('b')")
            }
            try expect(try count(connection), 0)
            try connection.query("INSERT INTO t (k) VALUES ('a'); \n")
            try expect(try count(connection), 1)
        },
        SQLBehaviour("a string with a NUL byte is an error, and the connection stays usable") { open in
            let connection = try openWithTable(open)
            try expect(.other) { () throws(SQLError) in
                try connection.query("INSERT INTO t (k) VALUES ($1)", "a\0b")
            }
            try expect(.other) { () throws(SQLError) in try connection.query("SELECT 1\0") }
            try expect(.other) { () throws(SQLError) in try connection.execute("SELECT 1\0") }
            try expect(try count(connection), 0)
        },
        SQLBehaviour("text in a statement's value is never a statement") { open in
            let connection = try openWithTable(open)
            try connection.query("INSERT INTO t (k) VALUES ($1)", "'); DROP TABLE t; --")
            try expect(try count(connection), 1)
        },
        SQLBehaviour("a query without rows returns none") { open in
            let connection = try openWithTable(open)
            try expect(try connection.query("SELECT k FROM t"), [])
            try expect(try connection.query("INSERT INTO t (k) VALUES ('a')"), [])
        },
        SQLBehaviour("a script has several statements") { open in
            let connection = try openWithTable(open)
            try connection.execute("INSERT INTO t (k) VALUES ('a;b'); INSERT INTO t (k) VALUES ('c');")
            try expect(try count(connection), 2)
        },
    ]
}
