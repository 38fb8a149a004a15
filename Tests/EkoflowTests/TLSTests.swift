import Foundation
import Testing

@Suite("The server's certificate is checked before a byte of HTTP is sent", .timeLimit(.minutes(5)))
struct TLSTests {
    private let folder: TemporaryFolder
    private static let keys = ["DEVELOPER_KEY": "developer-key-of-tests", "ACCESS_KEY": "access-key-of-tests"]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "environment: local\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n", to: "workflow.yml")
    }

    @Test(
        "a server with an invalid certificate gets no request",
        arguments: [
            ([], "", "unable to get local issuer certificate"),
            (["--self-signed"], "", "self-signed certificate"),
            (["--self-signed"], "tls: { ca_file: ../ca.pem }", "self-signed certificate"),
            (["--expired"], "tls: { ca_file: ../ca.pem }", "certificate has expired"),
            (
                ["--host", "localhost"], "tls: { ca_file: ../ca.pem }",
                "no alternative certificate subject name matches target host name"
            ),
        ])
    func unknownServer(_ arguments: [String], _ tls: String, _ reason: String) async throws {
        let server = try await TLSServerProcess.start(arguments, in: folder.url)
        let result = try await run("https://127.0.0.1:\(server.port)", tls)
        #expect(result.exitCode == 3)
        #expect(result.stdout.contains("error: nothing was sent: TLS with 127.0.0.1:\(server.port) failed: SSL"))
        #expect(result.stdout.contains(reason), "\(result.stdout)")
        #expect(result.stdout.contains("0 SMS sent"))
        let lines = await server.lines(ofConnections: 1)
        #expect(lines.count == 1 && lines[0].hasPrefix("connection: 0 requests, 0 bytes of HTTP: "), "\(lines)")
    }

    @Test("a CA file replaces the system's CA certificates")
    func ownAuthority() async throws {
        let server = try await TLSServerProcess.start(in: folder.url)
        let result = try await run("https://127.0.0.1:\(server.port)", "tls: { ca_file: ../ca.pem }")
        #expect(result.exitCode == 0, "\(result.stdout)")
        #expect(result.stderr == "")
        #expect(await requests(to: server, connections: 1) == 1)
    }

    @Test("SSL_CERT_FILE names the CA certificates, unless the environment does; without either, the help names both")
    func certificatesOfProcess() async throws {
        let server = try await TLSServerProcess.start(in: folder.url)
        let authority = folder.url.appending(path: "ca.pem").path
        let url = "https://127.0.0.1:\(server.port)"
        #expect(try await run(url, "", more: ["SSL_CERT_FILE": authority]).exitCode == 0)
        let unknown = try await run(url, "")
        #expect(unknown.exitCode == 3)
        #expect(
            unknown.stdout.contains("ca_file: FILE") && unknown.stdout.contains("SSL_CERT_FILE"), "\(unknown.stdout)")
        let other = try folder.write("", to: "none.pem").path
        #expect(try await run(url, "tls: { ca_file: ../ca.pem }", more: ["SSL_CERT_FILE": other]).exitCode == 0)
    }

    @Test("a run without the certificate check shows this in every output")
    func insecure() async throws {
        let server = try await TLSServerProcess.start(["--expired"], in: folder.url)
        let result = try await run("https://127.0.0.1:\(server.port)", "tls: { insecure: true }")
        #expect(result.exitCode == 0, "\(result.stdout)")
        #expect(result.stderr.contains("warning[insecure]: THE CERTIFICATE OF THE HOST IS NOT CHECKED"))
        #expect(result.stdout.contains("workflow.yml  on local, CERTIFICATE NOT CHECKED\n"))
        let doctor = try await ekoflow(["doctor", "--env", "local"])
        #expect(doctor.exitCode == 3)
        #expect(doctor.stdout.contains("✗ TLS: the certificate of the host is not verified\n"))
        #expect(doctor.stdout.contains("✓ host: https://127.0.0.1:\(server.port) answers: name "))
    }

    @Test("an environment with the check does not reuse a connection without it")
    func noSharedConnection() async throws {
        let server = try await TLSServerProcess.start(in: folder.url)
        try writeEnvironment("loose", "https://127.0.0.1:\(server.port)", "tls: { insecure: true }")
        try folder.write(
            "environment: loose\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n", to: "first.yml")
        try writeEnvironment("local", "https://127.0.0.1:\(server.port)", "")
        let result = try await ekoflow(["run", "first.yml", "workflow.yml"])
        #expect(result.stdout.contains(/1 passed, 1 error, \d warnings · 1 SMS sent/), "\(result.stdout)")
        #expect(await requests(to: server, connections: 2) == 1)
    }

    @Test(
        "a server that asks for a client certificate gets it",
        arguments: [
            ("client_certificate: ../client.pem", ""),
            (
                "client_certificate: ../client-certificate.pem, client_key: ../client-key.pem, client_key_password: { env: PASSWORD }",
                "key password"
            ),
        ])
    func clientCertificate(_ tls: String, _ password: String) async throws {
        let server = try await TLSServerProcess.start(["--client"], in: folder.url)
        let result = try await run(
            "https://127.0.0.1:\(server.port)", "tls: { ca_file: ../ca.pem, \(tls) }", more: ["PASSWORD": password])
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        #expect(await requests(to: server, connections: 1) == 1)
    }

    @Test(
        "a server that does not accept the client certificate gets no request",
        arguments: [
            ("", "error: outcome unknown, it may have been sent: "),
            (
                "client_certificate: ../client-certificate.pem, client_key: ../client-key.pem",
                "the client certificate cannot be used: "
            ),
            (
                "client_certificate: ../client-certificate.pem, client_key: ../client-key.pem, client_key_password: { env: ACCESS_KEY }",
                "the client certificate cannot be used: "
            ),
        ])
    func noClientCertificate(_ tls: String, _ reason: String) async throws {
        let server = try await TLSServerProcess.start(["--client"], in: folder.url)
        let result = try await run(
            "https://127.0.0.1:\(server.port)", "tls: { ca_file: ../ca.pem, \(tls) }")
        #expect(result.exitCode == 3)
        #expect(result.stdout.contains(reason), "\(result.stdout)")
        #expect(await requests(to: server, connections: 1) == 0)
    }

    @Test("certificate files are read before anything is sent")
    func unreadableFiles() async throws {
        let tls = "tls: { ca_file: missing.pem, client_certificate: ../workflow.yml }"
        let result = try await run("https://127.0.0.1:1", tls)
        #expect(result.exitCode == 2)
        #expect(
            result.stderr.contains(
                "error[unreadable_tls_file]: the certificate cannot be read from missing.pem: no such file"))
        #expect(result.stderr.contains("error[not_in_tls_file]: there is no certificate in ../workflow.yml"))
        #expect(result.stderr.hasSuffix("2 errors: nothing was sent\n"))
    }

    @Test("a proxy from environment variables carries only encrypted data")
    func proxy() async throws {
        let server = try await TLSServerProcess.start(["--host", "api.example"], in: folder.url)
        let result = try await run(
            "https://api.example", "tls: { ca_file: ../ca.pem }",
            more: ["https_proxy": "http://user:proxy-password@127.0.0.1:\(server.proxyPort)"])
        #expect(result.exitCode == 0, "\(result.stdout)")
        let lines = await server.lines(ofConnections: 1)
        #expect(lines.contains("proxy: CONNECT api.example:443 HTTP/1.1 with a password"), "\(lines)")
        #expect(lines.last?.hasPrefix("connection: 1 requests, ") ?? false)
    }

    @Test("a proxy over TLS is verified by SSL_CERT_FILE, not by the environment's CA file, before it learns the host")
    func proxyOverTLS() async throws {
        let server = try await TLSServerProcess.start(in: folder.url)
        let proxy = ["https_proxy": "https://127.0.0.1:\(server.port)"]
        let unknown = try await run("https://api.example", "tls: { ca_file: ../ca.pem }", more: proxy)
        #expect(unknown.exitCode == 3)
        #expect(
            unknown.stdout.contains("error: nothing was sent: TLS with the proxy for api.example failed"),
            "\(unknown.stdout)")
        #expect(unknown.stdout.contains("SSL_CERT_FILE names a file with its CA certificate"))
        // The server is no proxy, so it ends there. But it is trusted, and gets the name of the host.
        let authority = folder.url.appending(path: "ca.pem").path
        let trusted = try await run("https://api.example", "", more: ["SSL_CERT_FILE": authority].merging(proxy) { $1 })
        #expect(trusted.exitCode == 3)
        #expect(!trusted.stdout.contains("the proxy for"), "\(trusted.stdout)")
        let lines = await server.lines(ofConnections: 2)
        #expect(lines[0].hasPrefix("connection: 0 requests, 0 bytes of HTTP: "), "\(lines)")
        #expect(!lines[1].contains(", 0 bytes of HTTP"), "\(lines)")
    }

    @Test("if a proxy refuses or cannot be reached, nothing is sent, and its password is not shown")
    func refusingProxy() async throws {
        let server = try await TLSServerProcess.start(in: folder.url)
        let proxies = [
            ("127.0.0.1:\(server.proxyPort)", "refused", "the proxy asks for a user and a password (HTTP 407)"),
            (
                "127.0.0.1:\(server.proxyPort)", "forbidden",
                "the proxy does not let requests to forbidden.example through: HTTP 403"
            ), ("127.0.0.1:1", "refused", "no connection to the proxy"),
        ]
        for (address, host, reason) in proxies {
            let result = try await run(
                "https://\(host).example", "", more: ["https_proxy": "http://user:proxy-password@\(address)"])
            #expect(result.exitCode == 3)
            #expect(result.stdout.contains("error: nothing was sent: \(reason)"), "\(result.stdout)")
            #expect(!result.stdout.contains("proxy-password"))
        }
    }

    private func requests(to server: TLSServerProcess, connections: Int) async -> Int {
        await server.lines(ofConnections: connections).compactMap { $0.firstMatch(of: #/^connection: (\d+) requests/#) }
            .reduce(0) { $0 + (Int($1.1) ?? 0) }
    }

    private func run(_ url: String, _ tls: String, more: [String: String] = [:]) async throws -> EkoflowProcess.Result {
        try writeEnvironment("local", url, tls)
        return try await ekoflow(["run", "workflow.yml"], more: more)
    }

    private func writeEnvironment(_ name: String, _ url: String, _ tls: String) throws {
        try folder.write(
            """
            name: \(name)
            base_url: \(url)/ekoapi/v3
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            \(tls)

            """, to: "environments/\(name).yml")
    }

    private func ekoflow(_ arguments: [String], more: [String: String] = [:]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(
            arguments, in: folder.url, environment: Self.keys.merging(more) { $1 })
    }
}
