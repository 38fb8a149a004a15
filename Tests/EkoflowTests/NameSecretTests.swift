import Foundation
import Testing

@Suite("What is secret by its name is in no output", .timeLimit(.minutes(5)))
struct NameSecretTests {
    private let folder: TemporaryFolder
    private static let secrets = [
        "161803", "literaltok-998877", "arr-secret-9988", "deep-pw-1212", "hunter2hunter2", "141421",
        "hdr-secret-1234567",
        "literaltok-44556677",
    ]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            environment: sandbox
            steps:
              - name: fields
                call: { method: POST, path: /x, body: { otp: "161803", token: literaltok-998877, secret: [arr-secret-9988],
                  password: { a: deep-pw-1212 }, mypassword: hunter2hunter2 } }
                continue_on_failure: true
              - { name: query, call: { method: GET, path: /x, query: { otp: "141421" } }, continue_on_failure: true }
              - name: header
                call: { method: GET, path: /x, headers: { x-secret: hdr-secret-1234567 } }
                continue_on_failure: true
              - { name: token, validate_token: { otp_verification_token: literaltok-44556677 }, continue_on_failure: true }
            """ + "\n", to: "workflows/w.yml")
    }

    @Test("fields of requests, with lists and mappings below them, queries and headers")
    func run() async throws {
        let result = try await EkoflowProcess.run(
            ["run", "--env", "sandbox", "--verbose", "--json", "r.json", "--html", "r.html", "--tap", "r.tap"],
            in: folder.url)
        #expect(result.exitCode == 1 || result.exitCode == 3, "\(result.stderr)")
        let files = ["r.json", "r.html", "r.tap", "reports/junit.xml", "reports/journal.jsonl"]
        for (name, text) in try files.map({ ($0, try folder.read($0)) }) + [("console", result.stdout + result.stderr)]
        {
            for secret in Self.secrets { #expect(!text.contains(secret), "\(secret) is in \(name)") }
        }
    }

    @Test("the plan, as text, as JSON and as curl commands", arguments: [[], ["--json"], ["--curl"]])
    func plan(_ options: [String]) async throws {
        let result = try await EkoflowProcess.run(["plan", "--env", "sandbox"] + options, in: folder.url)
        for secret in Self.secrets { #expect(!result.stdout.contains(secret), "\(secret)") }
    }

    @Test("a secret variable that is too short to be hidden is refused", arguments: ["q7Z", "ab"])
    func short(_ value: String) async throws {
        try folder.write(
            "environment: sandbox\nvars: { a: { value: \(value), secret: true } }\nsteps:\n  - { call: { method: GET, path: '/${{ vars.a }}' } }\n",
            to: "workflows/w.yml")
        let result = try await EkoflowProcess.run(["run", "--env", "sandbox"], in: folder.url)
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("error[short_credential]: the secret variable 'a'"))
    }

    @Test("a value in the place of an option is not repeated")
    func options() async throws {
        for arguments in [["run", "--var", "sec2-value-12345"], ["run", "--var", "x:sec2-value-12345"]] {
            let result = try await EkoflowProcess.run(arguments, in: folder.url)
            #expect(result.exitCode == 2 && !result.stderr.contains("sec2-value"), "\(result.stderr)")
        }
    }
}
