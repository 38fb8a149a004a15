import EkoSandbox
import Foundation
import Testing

@Suite("The sandbox as a separate program", .timeLimit(.minutes(5)))
struct SandboxCommandTests {
    private let folder: TemporaryFolder
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let workflow = "steps:\n  - send_otp: { mobile: \"9002336768\", csp_id: c }\n"

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a Python client completes the whole flow, and is refused when it must be")
    func otherLanguage() async throws {
        let sandbox = try await SandboxProcess.start(["--log"], in: folder.url)
        let client = Self.root.appending(path: "Clients/sandbox_client.py").path
        let result = try await EkoflowProcess.run(
            ["python3", client, sandbox.origin, "sandbox-developer-key", "sandbox-access-key"], in: folder.url,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            executable: URL(fileURLWithPath: "/usr/bin/env"))
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(result.stdout.hasSuffix("after a reset as expected\n"))
        let (exitCode, log) = await sandbox.stop()
        #expect(exitCode == 0)
        #expect(log.contains("POST /ekoapi/v3/tools/kyc/mobile/otp 90xxxxx768 HTTP 200 status 0\n"))
        #expect(log.contains("HTTP 403 (secret-key does not match"))
        #expect(log.contains("[on demand: status 347]"))
        #expect(!log.contains("9002336768"))
        #expect(log.firstMatch(of: #/[A-Za-z0-9+\/]{43}=/#) == nil)
    }

    @Test("a token and an OTP in a path are not in its log")
    func secretsInPaths() async throws {
        let sandbox = try await SandboxProcess.start(["--log"], in: folder.url)
        let script = """
            import http.client
            for path in ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3", "otp=735102", "plain-path-1"]:
                connection = http.client.HTTPConnection("\(sandbox.origin.dropFirst("http://".count))")
                connection.request("GET", "/ekoapi/v3/" + path)
                connection.getresponse().read()
            """
        let result = try await EkoflowProcess.run(
            ["python3", "-c", script], in: folder.url,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            executable: URL(fileURLWithPath: "/usr/bin/env"))
        #expect(result.exitCode == 0, "\(result.stderr)")
        let (_, log) = await sandbox.stop()
        #expect(log.contains("/plain-path-1") && !log.contains("eyJzdWIi") && !log.contains("735102"))
    }

    @Test("workflows run on it with the environment file that it writes")
    func environmentFile() async throws {
        try folder.write(
            "environment: local\n\(Self.workflow)  - verify_otp: { mobile: \"9002336768\" }\n", to: "workflows/send.yml"
        )
        let sandbox = try await SandboxProcess.start(["--environment", "environments/local.yml"], in: folder.url)
        #expect(try folder.read("environments/local.yml") == sandbox.environmentFile)
        let validated = try await ekoflow(["validate", "workflows", "environments"])
        #expect(validated.exitCode == 0, "\(validated.stderr)")
        let result = try await ekoflow(["run", "workflows"])
        #expect(result.exitCode == 0, "\(result.stdout)")
        #expect(result.stdout.contains("1 SMS sent (sandbox: nobody was texted)"))
        #expect(await sandbox.stop(SIGINT).exitCode == 0)
        // Another sandbox on another port replaces the file.
        let next = try await SandboxProcess.start(["--environment", "environments/local.yml"], in: folder.url)
        #expect(try folder.read("environments/local.yml").contains(next.origin))
        #expect(await next.stop().exitCode == 0)
    }

    @Test(
        "an environment file that it did not make is never replaced",
        arguments: [
            "name: staging\n", "# made by ekoflow sandbox\nname: staging\nbase_url: https://staging.eko.in/ekoapi/v3\n",
        ])
    func foreignFile(_ text: String) async throws {
        try folder.write(text, to: "environments/staging.yml")
        let result = try await ekoflow(["sandbox", "--port", "0", "--environment", "environments/staging.yml"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("it was not made by ekoflow sandbox: take another name, or remove it"))
        #expect(try folder.read("environments/staging.yml") == text)
    }

    @Test("a server that is not a sandbox is an error, and nothing is sent to it")
    func noSandbox() async throws {
        // It answers one request: with a second, the run would not end in time.
        let server = try LoopbackServer()
        try folder.write("environment: local\n" + Self.workflow, to: "workflow.yml")
        for (port, message) in [(server.port, "is not a sandbox of ekoflow"), (1, "'ekoflow sandbox' starts one")] {
            try folder.write(
                "name: local\nsandbox: http://127.0.0.1:\(port)\ninitiator_id: \"9962981729\"\n",
                to: "environments/local.yml")
            let result = try await ekoflow(["run", "workflow.yml"]) { _ in
                if port == server.port { server.echoNextRequest() }
            }
            #expect(result.exitCode == 3)
            #expect(result.stderr.contains(message))
            #expect(result.stdout == "")
        }
    }

    @Test("a port that is in use is an error")
    func takenPort() async throws {
        let sandbox = try await SandboxProcess.start(in: folder.url)
        let port = String(try #require(sandbox.origin.split(separator: ":").last))
        let result = try await ekoflow(["sandbox", "--port", port])
        #expect(result.exitCode == 3)
        #expect(result.stderr.contains("port \(port): address already in use\n  = help: --port 0 takes a free port"))
        _ = await sandbox.stop()
    }

    @Test(
        "a wrong option is an error before it listens",
        arguments: [
            ["--port", "65536"], ["--port", "x"], ["--seed", "-1"], ["--initiator-id", "99"],
            ["--sms-template", "hello"],
            ["--environment", "local"], ["--environment", "environments/.yml"], ["--host", "example.com"],
            ["--host", ""],
        ])
    func wrongOptions(_ arguments: [String]) async throws {
        let result = try await ekoflow(["sandbox"] + arguments)
        #expect(result.exitCode == 2)
        #expect(result.stderr.hasPrefix("error[invalid_option]: "))
        #expect(result.stdout == "")
    }

    @Test("options set the sender, the wording and the registered users")
    func options() async throws {
        let options = [
            "--sender-id", "ACMEQA", "--sms-template", "Code {#var#}. - ACME", "--initiator-id", "9000000001", "--seed",
            "1",
        ]
        let sandbox = try await SandboxProcess.start(
            options + ["--environment", "environments/local.yml"], in: folder.url)
        #expect(sandbox.environmentFile.contains("initiator_id: \"9000000001\""))
        try folder.write("environment: local\n" + Self.workflow, to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let url = try #require(URL(string: sandbox.origin + "/_sandbox/inbox/9002336768"))
        let inbox = try await EkoflowProcess.run(
            ["curl", "--silent", url.absoluteString], in: folder.url,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
            executable: URL(fileURLWithPath: "/usr/bin/env")
        ).stdout
        #expect(inbox.contains(#""sender":"ACMEQA""#))
        #expect(inbox.firstMatch(of: #/"text":"Code \d{6}\. - ACME"/#) != nil)
        _ = await sandbox.stop()
    }

    @Test(
        "each row of the behaviour table with a number has an end-to-end case",
        arguments: BehaviourTable.rows.map(\.digits).filter { !$0.isEmpty })
    func endToEndCases(_ digits: String) throws {
        let cases = Self.root.appending(path: "Cases")
        let workflows = try ["passing", "failing"].flatMap { group in
            try FileManager.default.contentsOfDirectory(atPath: cases.appending(path: group).path)
                .filter { $0.hasPrefix("on-demand-") }
                .map { try String(contentsOf: cases.appending(path: "\(group)/\($0)/workflow.yml"), encoding: .utf8) }
        }.joined()
        let pattern = digits.replacing("e", with: "[0-3]").replacing("n", with: #"\d"#)
        #expect(workflows.firstMatch(of: try Regex("\"0000\(pattern)\"")) != nil)
    }

    private func ekoflow(
        _ arguments: [String], whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url, whileRunning: whileRunning)
    }
}
