import SQLDatabase
import Testing

@testable import PostgreSQL

@Suite("Addresses of PostgreSQL")
struct PostgreSQLAddressTests {
    private func address(_ url: String, _ environment: [String: String] = [:]) throws -> PostgreSQLAddress {
        try PostgreSQLAddress(url: url, library: LibPQ.load()) { environment[$0] }
    }

    @Test(
        "what stays on this machine is local",
        arguments: [
            "postgres://localhost/d", "postgresql://127.0.0.1/d", "postgresql://127.9.8.7/d", "postgresql://[::1]/d",
            "postgresql:///d", "postgresql:///d?host=/run/postgresql", "postgresql://%2Frun%2Fpostgresql/d",
            "postgresql://localhost,127.0.0.1/d", "postgresql:///d?hostaddr=127.0.0.1",
            "postgresql://localhost/d?hostaddr=::1",
        ])
    func local(url: String) throws {
        let address = try address(url)
        #expect(address.isLocal)
        #expect(address.options["sslmode"] == "prefer")
        #expect(
            try self.address(url + (url.contains("?") ? "&" : "?") + "sslmode=require").options["sslmode"] == "require")
    }

    @Test(
        "everything else is another machine, which is verified",
        arguments: [
            "postgres://db/d", "postgres://localhost.example.com/d", "postgres://127.0.0.1.example.com/d",
            "postgres://10.0.0.1/d", "postgres://[::2]/d", "postgres://[::ffff:10.0.0.1]/d",
            "postgres://localhost,db/d",
            "postgres://localhost/d?hostaddr=10.0.0.1", "postgres://db/d?hostaddr=127.0.0.1", "postgres://0.0.0.0/d",
            "postgres:///d?host=db", "postgres://LOCALHOST/d",
        ])
    func remote(url: String) throws {
        let environment = ["SSL_CERT_FILE": "/ca.pem"]
        let address = try address(url, environment)
        #expect(address.options["sslmode"] == "verify-full" && address.options["sslrootcert"] == "/ca.pem")
        #expect(!address.isOptedOut)
        let separator = url.contains("?") ? "&" : "?"
        #expect(try self.address(url + separator + "sslmode=disable", environment).isOptedOut)
        for mode in ["require", "prefer", "allow", "verify-ca"] {
            #expect(throws: SQLError.self) { try self.address(url + separator + "sslmode=" + mode, environment) }
        }
    }

    @Test(
        "the certificates are the URL's, or else the environment's, or else the system's",
        arguments: [
            ("?sslrootcert=/url.pem", ["SSL_CERT_FILE": "/env.pem"], "/url.pem"),
            ("", ["SSL_CERT_FILE": "/env.pem"], "/env.pem"),
            ("?sslrootcert=system", ["SSL_CERT_FILE": "/env.pem"], "/env.pem"),
        ])
    func certificates(query: String, environment: [String: String], file: String) throws {
        #expect(try address("postgres://db/d" + query, environment).options["sslrootcert"] == file)
    }

    @Test("a service of the environment would name another server, and is refused")
    func service() {
        let error = #expect(throws: SQLError.self) { try address("postgres://db/d", ["PGSERVICE": "s"]) }
        #expect(error?.kind == .invalidAddress)
    }

    @Test("each host has its port, and several hosts are asked for the one that can write")
    func hosts() throws {
        let address = try address("postgres://a,b:5433/d", ["SSL_CERT_FILE": "/ca.pem"])
        #expect(address.hosts.map { $0.name + ":" + $0.port } == ["a:5432", "b:5433"])
        #expect(address.options["target_session_attrs"] == "read-write")
    }

    @Test(
        "secrets are hidden in all their forms",
        arguments: [
            ("postgres://u:p%40ss@db/d", "p@ss", "p%40ss"), ("postgres://u@db/d?password=p%2Fs", "p/s", "p%2Fs"),
            ("postgres://u:%70lain@db/d", "plain", "%70lain"), ("postgres://u:ü@db/d", "ü", "%C3%BC"),
        ])
    func secrets(url: String, raw: String, encoded: String) throws {
        let secrets = try address(url, ["SSL_CERT_FILE": "/ca.pem"]).secrets
        #expect(Redaction.hide(secrets, in: "a \(raw) b \(encoded) c \(url) d") == "a *** b *** c *** d")
        #expect(Redaction.hide(secrets, in: "nothing") == "nothing")
    }
}
