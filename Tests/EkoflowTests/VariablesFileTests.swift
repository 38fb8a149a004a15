import Foundation
import Source
import Testing

@testable import ekoflow

@Suite("Variables from a file for --env-file", .timeLimit(.minutes(5)))
struct VariablesFileTests {
    @Test(
        "a line sets a variable as a shell would",
        arguments: [
            ("A=b", "b"), ("  export A=b  ", "b"), ("A=", ""), ("A=b c # remark", "b c"), ("A=b#c", "b#c"),
            ("export\tA= 'b'\t# remark", "b"),
            ("A=b\r", "b"),
            ("A='b # \"c\" \\n'", "b # \"c\" \\n"), (#"A="b \"c\" \\ \$D \n \x" # remark"#, "b \"c\" \\ $D \n \\x"),
            ("A=$HOME", "$HOME"), ("A=b=c", "b=c"), ("# A=c\n\nA=é\n", "é"),
        ])
    func values(_ text: String, _ value: String) {
        let file = VariablesFile(SourceFile(path: ".env", text: text))
        #expect(file.diagnostics.isEmpty)
        #expect(file.values == ["A": value])
    }

    @Test(
        "an error gives the line number, but not the line's text",
        arguments: [
            ("A=b\nsecret\n", 2), ("A = b", 1), ("9A=b", 1), ("A-B=secret", 1), ("A='secret", 1), ("A=\"secret\\\"", 1),
            ("A='secret' x", 1), ("A=b\n\nexport A=secret", 3), ("=secret", 1),
        ])
    func problems(_ text: String, _ line: Int) {
        let diagnostics = VariablesFile(SourceFile(path: ".env", text: text)).diagnostics
        #expect(diagnostics.map { $0.range?.start.line } == [line])
        #expect(diagnostics.allSatisfy { $0.hidesSource && !$0.message.contains("secret") })
    }

    @Test("keys come from the file, environment variables override them, and a file in git is a warning")
    func run() async throws {
        let folder = try TemporaryFolder()
        let sandbox = try await SandboxProcess.start(in: folder.url)
        try folder.write(
            """
            name: local
            base_url: \(sandbox.origin)/ekoapi/v3
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }

            """, to: "environments/local.yml")
        try folder.write(
            "vars: { mobile: { env: QA_MOBILE } }\nenvironment: local\nsteps:\n  - send_otp: { mobile: '${{ vars.mobile }}', csp_id: c }\n",
            to: "workflow.yml")
        try folder.write(
            "DEVELOPER_KEY=sandbox-developer-key\nexport ACCESS_KEY='sandbox-access-key'\nQA_MOBILE=9002336768\n",
            to: "keys/.env")
        let arguments = ["run", "workflow.yml", "--env-file", "keys/.env"]
        let environment = ["PATH": "/usr/bin:/bin", "HOME": folder.url.path]
        let plain = try await EkoflowProcess.run(arguments, in: folder.url, environment: environment)
        #expect(plain.exitCode == 0, "\(plain.stdout)\(plain.stderr)")
        #expect(plain.stderr == "")

        let wrongKey = environment.merging(["ACCESS_KEY": "another-key"]) { $1 }
        let refused = try await EkoflowProcess.run(arguments, in: folder.url, environment: wrongKey)
        #expect(refused.exitCode == 1)

        for command in [["init", "--quiet"], ["add", "keys/.env"]] {
            let git = URL(fileURLWithPath: "/usr/bin/git")
            let result = try await EkoflowProcess.run(
                command, in: folder.url, environment: environment, executable: git)
            try #require(result.exitCode == 0, "\(result.stderr)")
        }
        let doctor = ["doctor", "--env", "local", "--env-file", "keys/.env"]
        for command in [arguments, doctor] {
            let tracked = try await EkoflowProcess.run(command, in: folder.url, environment: environment)
            #expect(
                tracked.stderr.contains(
                    "warning[tracked_variables]: git tracks keys/.env: whoever has the repository has the keys in it\n")
            )
        }
    }

    @Test("a file that cannot be read ends the run before anything is sent")
    func missing() async throws {
        let folder = try TemporaryFolder()
        try folder.write("environment: sandbox\nsteps: [{ wait: 1ms }]\n", to: "workflow.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml", "--env-file", ".env"], in: folder.url)
        #expect(result.exitCode == 2)
        #expect(
            result.stderr.contains(
                "error[variables_file]: the file of --env-file, .env, cannot be read: no such file\n"))
    }
}
