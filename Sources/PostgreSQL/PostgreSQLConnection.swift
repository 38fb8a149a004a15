import CLibrary
import SQLDatabase

/// A connection to a server of PostgreSQL.
package final class PostgreSQLConnection: SQLConnection {
    package let dialect = SQLDialect.postgreSQL
    package private(set) var isBroken = false
    /// How many transactions the server had on disk before `commit` returned.
    package private(set) var syncs = 0
    /// Whether what is sent and received is encrypted.
    package let isEncrypted: Bool
    /// Whether the URL says `sslmode=disable` for a server on another machine.
    package let isOptedOut: Bool

    private let link: PostgreSQLLink
    private let timeouts: PostgreSQLTimeouts
    private let secrets: [String]
    /// The names of the prepared statements, by their text.
    private var statements: [String: String] = [:]
    private var isInTransaction = false
    private var isDurable = false

    /// `environment` is asked for `SSL_CERT_FILE`, and for what must not be set.
    package init(
        url: String, timeouts: PostgreSQLTimeouts = PostgreSQLTimeouts(),
        environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) throws(SQLError) {
        let library = try LibPQ.load()
        let address = try PostgreSQLAddress(url: url, library: library, environment: environment)
        let end = Deadline(after: timeouts.connectAll)
        link = try PostgreSQLConnector(address: address, library: library, timeouts: timeouts).connect(by: end)
        isEncrypted = link.isEncrypted
        isOptedOut = address.isOptedOut
        self.timeouts = timeouts
        secrets = address.secrets + [link.password].filter { !$0.isEmpty }
        _ = try run(by: end) { library, handle in library.sendQuery(handle, timeouts.settings) }
    }

    @discardableResult
    package func query(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> [SQLRow] {
        let texts = values.map { value -> String? in
            switch value {
            case .null: nil
            case .integer(let integer): String(integer)
            case .text(let text): text
            }
        }
        guard !texts.contains(where: { $0?.utf8.contains(0) ?? false }) else {
            throw SQLError(.other, "a string with a NUL byte cannot be stored")
        }
        let end = Deadline(after: timeouts.answer)
        let name = try prepared(statement, by: end)
        let strings = CStrings(texts)
        let results = try run(by: end) { library, handle in
            strings.withPointers { library.sendPrepared(handle, name, Int32(values.count), $0, nil, nil, 0) }
        }
        return results.last?.rows ?? []
    }

    package func insert(_ statement: String, _ values: [SQLValue]) throws(SQLError) -> Int64? {
        try query(statement + " RETURNING id", values).first?.int(0)
    }

    package func execute(_ script: String) throws(SQLError) {
        guard !script.utf8.contains(0) else { throw SQLError(.other, "a statement must not have a NUL byte") }
        _ = try run { library, handle in library.sendQuery(handle, script) }
    }

    package func begin(durable: Bool) throws(SQLError) {
        guard !isInTransaction else { throw SQLError(.other, "there is a transaction already") }
        isInTransaction = true
        isDurable = durable
        do throws(SQLError) {
            try execute(
                "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = \(durable ? "on" : "off")")
        } catch {
            rollback()
            throw error
        }
    }

    package func commit() throws(SQLError) {
        guard isInTransaction else { throw SQLError(.other, "there is no transaction") }
        defer { isInTransaction = false }
        let results: [PostgreSQLResult]
        do throws(SQLError) {
            results = try run { library, handle in library.sendQuery(handle, "COMMIT") }
        } catch {
            if !isBroken { rollback() }
            throw error
        }
        guard results.last?.tag == "COMMIT" else {
            throw SQLError(.other, "the transaction has failed before its end")
        }
        if isDurable { syncs += 1 }
    }

    package func rollback() {
        guard isInTransaction else { return }
        isInTransaction = false
        guard !isBroken else { return }
        do throws(SQLError) {
            try execute("ROLLBACK")
        } catch {
            isBroken = true
        }
    }

    private func prepared(_ text: String, by end: Deadline) throws(SQLError) -> String {
        if let name = statements[text] { return name }
        guard !text.utf8.contains(0) else { throw SQLError(.other, "a statement must not have a NUL byte") }
        let name = "s\(statements.count)"
        _ = try run(by: end) { library, handle in library.sendPrepare(handle, name, text, 0, nil) }
        statements[text] = name
        return name
    }

    /// Sends a request and waits for its results. Throws the first error among them.
    private func run(
        by end: Deadline? = nil, _ send: (LibPQ, LibPQ.Connection) -> Int32
    ) throws(SQLError) -> [PostgreSQLResult] {
        guard !isBroken else { throw SQLError(.unreachable, "the connection to the database was lost") }
        guard let results = link.results(by: end ?? Deadline(after: timeouts.answer), send) else {
            isBroken = true
            throw SQLError(.unreachable, "the database has not answered in time")
        }
        let failed = results.first(where: \.isError)
        guard failed != nil || results.isEmpty || link.isLost else { return results }
        if link.isLost || results.isEmpty { isBroken = true }
        let message = failed?.message ?? firstLine(link.message)
        let error = SQLError.postgreSQL(state: failed?.state ?? (isBroken ? nil : "XX000"), message)
        if error.kind == .unreachable { isBroken = true }
        throw SQLError(error.kind, quoting: Redaction.hide(secrets, in: error.message))
    }

    private func firstLine(_ text: String) -> String { text.split(separator: "\n").first.map(String.init) ?? "" }
}
