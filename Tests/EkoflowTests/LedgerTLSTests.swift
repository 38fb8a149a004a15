import Foundation
import SQLBehaviours
import Testing

/// libpq brings the system's OpenSSL. A program that has an OpenSSL of its own must use each for its own connections.
@Suite("A ledger over TLS and a host over TLS are used by the same run", .timeLimit(.minutes(5)))
struct LedgerTLSTests {
    @Test("both certificates are verified, and the client certificate is sent to the host")
    func both() async throws {
        let folder = try TemporaryFolder()
        let server = try OwnServer("--tls")
        let host = try await TLSServerProcess.start(["--client"], in: folder.url)
        try folder.write(
            """
            name: local
            base_url: https://127.0.0.1:\(host.port)
            initiator_id: '9962981729'
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            recipients: ['9002336768']
            tls: { ca_file: ../ca.pem, client_certificate: ../client.pem }
            ledger: { postgres: { env: TEAM_LEDGER } }

            """, to: "environments/local.yml")
        try folder.write(
            "environment: local\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n", to: "workflow.yml")
        func ekoflow(_ arguments: String..., certificate: String) async throws -> EkoflowProcess.Result {
            try await EkoflowProcess.run(
                arguments, in: folder.url,
                environment: [
                    "DEVELOPER_KEY": "developer-key-of-tests", "ACCESS_KEY": "access-key-of-tests",
                    "TEAM_LEDGER": "\(server.url)?sslrootcert=\(certificate)",
                ])
        }
        let other = folder.url.appending(path: "ca.pem").path
        let unverified = try await ekoflow("run", "workflow.yml", certificate: other)
        #expect(unverified.exitCode == 4 && unverified.stderr.contains("could not be verified"), "\(unverified.stderr)")
        let run = try await ekoflow("run", "workflow.yml", certificate: server.certificate)
        #expect(run.exitCode == 0, "\(run.stdout)\(run.stderr)")
        let status = try await ekoflow("ledger", "status", "--env", "local", certificate: server.certificate)
        #expect(status.stdout.contains("1 run, 1 request") && status.stdout.contains("encrypted connection"))
        #expect(!status.stdout.contains("without encryption"), "\(status.stdout)")
    }
}
