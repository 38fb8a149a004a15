import PostgreSQL
import SQLDatabase
import Testing

@Suite("Passwords and messages")
struct SecretTests {
    @Test(
        "a wrong password is refused, and is not in the message",
        arguments: ["wrong-password", "p%40ss%2Fword", "tester", "127.0.0.1"])
    func wrongPassword(password: String) throws {
        let url = try TestDatabase().url.withPassword(password)
        let error = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: url) }
        #expect(error?.kind == .refused)
        let message = try #require(error?.message)
        for secret in [password, "p@ss/word", url] { #expect(!message.contains(secret)) }
    }

    @Test("a password that is missing is refused")
    func noPassword() throws {
        let url = try TestDatabase().url.withPassword("")
        let error = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: url) }
        #expect(error?.kind == .refused)
        #expect(error?.message.contains("asks for a password") == true)
    }

    @Test("the reason of a refusal is in the message")
    func reasons() throws {
        let database = try TestDatabase()
        let password = #expect(throws: SQLError.self) {
            try PostgreSQLConnection(url: database.url.withPassword("secret"))
        }
        #expect(password?.message.contains("28P01") == true)
        let missing = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: database.url + "x") }
        #expect(missing?.kind == .invalidAddress)
        #expect(missing?.message.contains("does not exist") == true)
    }

    @Test("what the server says of a password is hidden")
    func echoed() throws {
        let url = try TestDatabase().url
        let connection = try PostgreSQLConnection(url: url)
        let password = url.split(separator: ":")[2].prefix { $0 != "@" }
        let error = #expect(throws: SQLError.self) { try connection.query("SELECT * FROM \"\(password)\"") }
        #expect(error?.message == "the database reports 42P01: relation \"***\" does not exist")
    }

    @Test(
        "an address that is not understood is not in the message",
        arguments: [
            "", "secret", "http://u:secret@h/d", "host=h password=secret", "POSTGRES://u:secret@h/d",
            "postgres://u:secret@[::1/d", "postgres://u:secret%zz@h/d", "postgres://u:secret@h/d?secret=1",
            "postgres://u:pa/secret@h/d", "postgres://u:1/secret@h/d", "postgres://u:pa@secret@h/d",
            "postgres://u:secret@h:port/d", "postgres://u:secret@h:0/d", "postgres://u:secret@h:99999/d",
            "postgres://u:secret@h/d\0", "postgres://u:secret@h/d?sslmode=secret", "postgres://u:secret@h/d?service=s",
            "postgres://u:secret@h,i:1,2:3/d?hostaddr=127.0.0.1",
        ])
    func notUnderstood(url: String) {
        let error = #expect(throws: SQLError.self) { try PostgreSQLConnection(url: url) }
        #expect(error?.kind == .invalidAddress)
        #expect(error?.message.contains("secret") == false)
    }
}
