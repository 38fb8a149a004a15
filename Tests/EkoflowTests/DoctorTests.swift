import EkoSandbox
import Foundation
import Testing

@Suite("An environment's keys, host and clock", .timeLimit(.minutes(5)))
struct DoctorTests {
    private let folder: TemporaryFolder
    private static let keys = [
        "DEVELOPER_KEY": " d2fe1d99-6298-4af2-8cc5-d97dcf46df30 ", "ACCESS_KEY": "TEST_ACCESS_KEY_DO_NOT_USE",
    ]

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("all checks pass, and the output describes the keys without showing them")
    func inOrder() async throws {
        let sandbox = try await SandboxProcess.start(["--log"], in: folder.url)
        try writeEnvironment(
            "\(sandbox.origin)/ekoapi/v3", more: "limits: { max_sends: 2 }\nrecipients: [\"9002336768\"]\n")
        let result = try await ekoflow(["doctor", "--env", "local"], environment: Self.keys)
        #expect(result.exitCode == 0, "\(result.stdout)")
        let lines = result.stdout.split(separator: "\n").map(String.init)
        #expect(lines[0] == "✓ environment: local, environments/local.yml")
        #expect(lines[1] == "✓ developer key: 36 characters, a UUID; white space at its start or end is left out")
        #expect(lines[2] == "✓ access key: 26 characters, not a UUID")
        #expect(lines[3].hasPrefix("✓ host: \(sandbox.origin) answers: name "))
        #expect(lines[4].hasPrefix("✓ clock: this machine's is as the server's (Date: "))
        #expect(lines[5] == "✓ limits: texts only 1 number, at most 2 SMS in one run")
        for key in Self.keys.values { #expect(!result.stdout.contains(key.trimmingCharacters(in: .whitespaces))) }
        // The API was not called, so nothing was sent.
        #expect(!(await sandbox.stop().stderr.contains("HTTP ")))
    }

    @Test("every problem is reported")
    func notInOrder() async throws {
        try writeEnvironment("http://127.0.0.1:1/ekoapi/v3")
        let result = try await ekoflow(["doctor", "--env", "local"], environment: ["ACCESS_KEY": "abc"])
        #expect(result.exitCode == 3)
        #expect(result.stdout.contains("✗ developer key: the environment variable DEVELOPER_KEY is not set\n"))
        #expect(result.stdout.contains("✗ access key: the access key has fewer than 4 characters\n"))
        #expect(result.stdout.contains("✗ host: no connection to 127.0.0.1:1: Connection refused\n"))
        #expect(result.stdout.contains("✗ limits: none: set 'recipients' and 'limits.max_sends'\n"))
        let same = try await ekoflow(
            ["doctor", "--env", "local"], environment: ["ACCESS_KEY": "abcd", "DEVELOPER_KEY": "abcd"])
        #expect(same.stdout.contains("✗ keys: the developer key and the access key are the same\n"))
    }

    @Test("an unknown environment is an error")
    func unknown() async throws {
        try writeEnvironment("http://127.0.0.1:1")
        let result = try await ekoflow(["doctor", "--env", "locla"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("did you mean 'local'?"))
    }

    @Test("'sign' prints the three headers for a known time")
    func sign() async throws {
        try writeEnvironment("http://127.0.0.1:1")
        let result = try await ekoflow(
            ["sign", "--env", "local", "--timestamp", "1700000000000"], environment: Self.keys)
        #expect(
            result.stdout == """
                developer_key: d2fe1d99-6298-4af2-8cc5-d97dcf46df30
                secret-key: u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=
                secret-key-timestamp: 1700000000000

                """)
        #expect(try await ekoflow(["sign", "--env", "local"]).exitCode == 2)
    }

    private func writeEnvironment(_ baseURL: String, more: String = "") throws {
        try folder.write(
            """
            name: local
            base_url: \(baseURL)
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            \(more)
            """, to: "environments/local.yml")
    }

    private func ekoflow(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url, environment: environment)
    }
}
