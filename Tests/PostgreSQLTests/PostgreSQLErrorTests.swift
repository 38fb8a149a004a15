import SQLDatabase
import Testing

@testable import PostgreSQL

@Suite("Errors of PostgreSQL")
struct PostgreSQLErrorTests {
    private static let states: [(String, SQLError.Kind)] = [
        ("28P01", .refused), ("28000", .refused), ("42501", .refused), ("53100", .full), ("25006", .readOnly),
        ("40001", .conflict), ("40P01", .conflict), ("57014", .timedOut), ("55P03", .locked), ("57P01", .unreachable),
        ("57P02", .unreachable), ("57P03", .unreachable), ("08006", .unreachable), ("08P01", .other),
        ("25P03", .unreachable),
        ("53300", .unreachable), ("3D000", .invalidAddress), ("23505", .other), ("25P02", .other), ("42601", .other),
    ]

    @Test("states have kinds", arguments: states)
    func kinds(state: String, kind: SQLError.Kind) {
        #expect(SQLError.postgreSQL(state: state, "m") == SQLError(kind, "the database reports \(state): m"))
    }

    @Test("an error without a state is a lost connection")
    func lost() {
        #expect(SQLError.postgreSQL(state: nil, "m").kind == .unreachable)
    }

    private static let texts: [(String, SQLError.Kind, String)] = [
        (
            "connection to server at \"h\", port 1 failed: FATAL:  28P01: password authentication failed\nLOCATION:  auth_failed, auth.c:326\n",
            .refused, "h reports 28P01: password authentication failed"
        ),
        (
            "connection to server failed: Connection refused\n\tIs the server running?\n", .unreachable,
            "h cannot be reached: connection to server failed: Connection refused"
        ),
        (
            "SSL error: certificate verify failed\n", .refused,
            "the certificate of h could not be verified: SSL error: certificate verify failed"
        ),
        ("", .unreachable, "h cannot be reached: no reason is known"),
        (":  FATAL", .unreachable, "h cannot be reached: :  FATAL"),
    ]

    @Test("the text of an attempt to connect is understood", arguments: texts)
    func connecting(text: String, kind: SQLError.Kind, message: String) {
        #expect(SQLError.connecting(text, to: "h", needsPassword: false) == SQLError(kind, message))
    }

    @Test("a library that is missing is not loaded", arguments: ["libpq.so.999", "libc.so.6"])
    func noLibrary(name: String) {
        #expect(LibPQ(library: name) == nil)
    }
}
