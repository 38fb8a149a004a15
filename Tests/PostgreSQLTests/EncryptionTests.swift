import PostgreSQL
import SQLBehaviours
import SQLDatabase
import Testing

@Suite("Encryption", .serialized)
struct EncryptionTests {
    private func connect(_ url: String, certificates: String? = nil) throws(SQLError) -> PostgreSQLConnection {
        try PostgreSQLConnection(url: url) { $0 == "SSL_CERT_FILE" ? certificates : nil }
    }

    @Test("another machine must have a certificate that can be verified")
    func verified() throws {
        let address = try #require(outerAddress(), "this test needs a network address")
        let server = try OwnServer("--tls", "--listen", address)

        let selfSigned = #expect(throws: SQLError.self) { try connect(server.url) }
        #expect(selfSigned?.kind == .refused)
        #expect(selfSigned?.message.contains("could not be verified") == true)

        let root = "?sslrootcert=\(server.certificate)"
        for connection in [try connect(server.url + root), try connect(server.url, certificates: server.certificate)] {
            #expect(connection.isEncrypted && !connection.isOptedOut)
            #expect(try connection.query("SELECT 1") == [SQLRow([1])])
        }

        let otherName = server.url.split(separator: "@").joined(separator: "@wrong.example:")
            .split(separator: ":").enumerated().filter { $0.offset != 3 }.map(\.element).joined(separator: ":")
        let mismatch = #expect(throws: SQLError.self) { try connect(otherName + root + "&hostaddr=\(address)") }
        #expect(mismatch?.kind == .refused)

        for mode in ["require", "prefer", "allow", "verify-ca"] {
            let error = #expect(throws: SQLError.self) { try connect(server.url + root + "&sslmode=" + mode) }
            #expect(error?.kind == .invalidAddress)
            #expect(error?.message.contains("sslmode=verify-full") == true)
        }

        let optedOut = try connect(server.url + "?sslmode=disable")
        #expect(!optedOut.isEncrypted && optedOut.isOptedOut)
    }

    @Test("another machine without TLS is refused")
    func withoutTLS() throws {
        let address = try #require(outerAddress(), "this test needs a network address")
        let server = try OwnServer("--listen", address)
        let error = #expect(throws: SQLError.self) { try connect(server.url) }
        #expect(error?.kind == .refused)
        #expect(try connect(server.url + "?sslmode=disable").isOptedOut)
    }

    @Test("this machine needs no encryption, and no opting out of it")
    func local() throws {
        let url = try TestDatabase().url
        for suffix in ["", "?sslmode=disable", "?sslmode=prefer"] {
            let connection = try connect(url + suffix)
            #expect(!connection.isEncrypted && !connection.isOptedOut)
        }
    }
}
