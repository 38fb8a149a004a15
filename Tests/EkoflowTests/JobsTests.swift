import Foundation
import Testing

@Suite("Workflows and cases in parallel", .timeLimit(.minutes(5)))
struct JobsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let rows = (0..<100).map { "  - { case_name: 'case \($0)', mobile: '90000000\($0 / 10)\($0 % 10)' }\n" }
            .joined()
        try folder.write(
            """
            environment: local
            cases:
            \(rows)steps:
              - id: send
                send_otp: { mobile: "${{ case.mobile }}", csp_id: c }
                capture: { tid: data.tid }
              - verify_otp: { mobile: "${{ case.mobile }}" }
                expect: { body: { data.mobile: "${{ case.mobile }}" } }

            """, to: "workflow.yml")
    }

    private func writeEnvironment(_ endpoint: String, more: String = "") throws {
        try folder.write(
            "name: local\n\(endpoint)\ninitiator_id: '9962981729'\n\(more)", to: "environments/local.yml")
    }

    @Test("all cases pass, their lines stay together, and the journal agrees with the report")
    func passing() async throws {
        try writeEnvironment("sandbox: embedded")
        let result = try await ekoflow(["run", "workflow.yml", "--jobs", "32"])
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        let blocks = result.stdout.split(separator: "\n\n").map { $0.split(separator: "\n").count }
        #expect(blocks == Array(repeating: 3, count: 100) + [2])
        let junit = try folder.read("reports/junit.xml")
        for index in 0..<100 { #expect(junit.contains("workflow.yml [case \(index)]")) }
        _ = try await ekoflow(["report", "--from-journal", "--junit", "again.xml"])
        // A journal has workflows in the order in which they started, a report in the order of the plan.
        #expect(try folder.read("again.xml").split(separator: "\n").sorted() == junit.split(separator: "\n").sorted())
        let again = try await ekoflow(["recheck"])
        #expect(again.exitCode == 0)
        #expect(again.stdout.contains("200 steps: 200 passed · nothing was sent"))
    }

    @Test("with a hundred parallel cases, exactly max_sends SMS are sent", arguments: [1, 100])
    func limit(_ jobs: Int) async throws {
        let sandbox = try await SandboxProcess.start(["--log"], in: folder.url)
        try writeEnvironment("sandbox: \(sandbox.origin)", more: "limits: { max_sends: 10 }\n")
        let result = try await ekoflow(["run", "workflow.yml", "--jobs", String(jobs)])
        #expect(result.exitCode == 4)
        #expect(result.stdout.contains("10 SMS sent"))
        let log = await sandbox.stop().stderr
        #expect(log.split(separator: "\n").count { $0.contains("POST ") } == 10)
    }

    @Test("cases that text the same person take turns, so each can verify its own OTP")
    func samePerson() async throws {
        try writeEnvironment("sandbox: embedded")
        let text = try folder.read("workflow.yml").replacing("${{ case.mobile }}", with: "9002336768")
        try folder.write(text, to: "workflow.yml")
        let result = try await ekoflow(["run", "workflow.yml", "--jobs", "32", "--quiet"])
        #expect(result.exitCode == 0, "\(result.stdout.suffix(2_000))\(result.stderr)")
        #expect(result.stdout.contains("200 steps: 200 passed · 100 SMS sent"))
    }

    @Test("all parallel cases share one rate limit")
    func rate() async throws {
        try writeEnvironment("sandbox: embedded", more: "limits: { rate: 50/s }\n")
        let start = ContinuousClock.now
        #expect(try await ekoflow(["run", "workflow.yml", "--jobs", "100"]).exitCode == 0)
        // A hundred sends have 99 pauses of 20 ms between them.
        #expect(.now - start >= .milliseconds(1_980))
    }

    @Test("in production only one workflow runs at a time, and invalid --jobs values are errors")
    func refused() async throws {
        try writeEnvironment(
            "base_url: https://127.0.0.1:1",
            more:
                "production: true\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\nlimits: { max_sends: 200 }\nrecipients: [\((0..<100).map { "'90000000\($0 / 10)\($0 % 10)'" }.joined(separator: ","))]\n"
        )
        try folder.write(
            try folder.read("workflow.yml").replacing("verify_otp: {", with: "verify_otp: { otp: '123456',"),
            to: "workflow.yml")
        let arguments = ["run", "workflow.yml", "--confirm-production", "local", "--jobs", "2"]
        let result = try await ekoflow(arguments, environment: ["A": "some-key"])
        #expect(result.exitCode == 4, "\(result.stderr)")
        #expect(result.stderr.contains("error[jobs_in_production]: in production, one workflow runs at a time\n"))
        for jobs in ["0", "257", "many"] {
            #expect(try await ekoflow(["run", "workflow.yml", "--jobs", jobs]).exitCode == 2)
        }
    }

    private func ekoflow(_ arguments: [String], environment: [String: String] = [:]) async throws
        -> EkoflowProcess.Result
    {
        try await EkoflowProcess.run(arguments, in: folder.url, environment: environment)
    }
}
