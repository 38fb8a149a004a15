import CLibrary
import PostgreSQL
import SQLDatabase

/// An empty database on the server that `make test` starts.
struct TestDatabase {
    struct Missing: Error, CustomStringConvertible {
        let description = "these tests need a server of PostgreSQL: 'make test' starts one"
    }

    let url: String

    init() throws {
        guard let server = getenv("EKOFLOW_TEST_POSTGRES").map({ String(cString: $0) }) else { throw Missing() }
        let name = "t\(UInt64.random(in: 0 ... .max))"
        try PostgreSQLConnection(url: server).execute("CREATE DATABASE \(name)")
        url = server.prefix(through: server.lastIndex(of: "/")!) + name
    }

    func connect(_ timeouts: PostgreSQLTimeouts = PostgreSQLTimeouts()) throws(SQLError) -> PostgreSQLConnection {
        try PostgreSQLConnection(url: url, timeouts: timeouts)
    }
}

extension String {
    /// The same URL with another password.
    func withPassword(_ password: String) -> String {
        let start = self[firstRange(of: "//")!.upperBound...].firstIndex(of: ":")!
        return self[...start] + password + self[lastIndex(of: "@")!...]
    }

    private func firstRange(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
