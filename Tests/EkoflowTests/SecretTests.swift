import Foundation
import Testing

@Suite("OTPs, tokens and passwords appear in no output", .timeLimit(.minutes(5)))
struct SecretTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func outputs(_ result: EkoflowProcess.Result) throws -> String {
        try result.stdout + result.stderr + folder.read("reports/junit.xml") + folder.read("reports/journal.jsonl")
    }

    @Test("a token in a response that is not JSON", arguments: ["0000240012", "0000240013", "0000240014"])
    func brokenResponse(_ number: String) async throws {
        try folder.write(
            "environment: sandbox\nsteps:\n  - send_otp: { mobile: '\(number)', csp_id: c }\n  - verify_otp: { mobile: '\(number)' }\n",
            to: "workflow.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url)
        #expect(result.exitCode == 3)
        let text = try outputs(result)
        #expect(text.contains("the body is not JSON"))
        // The header of a token only says how it is signed. Its claims and its signature are the secret.
        #expect(text.firstMatch(of: #/eyJ[A-Za-z0-9_-]+\.eyJ/#) == nil, "\(text)")
    }

    @Test(
        "what is wrong before the first request repeats no secret value, in any output",
        arguments: [
            "call: { method: GET, path: '/x/${{ vars.own }}' }", "call: { method: GET, path: '/x/${{ vars.named }}' }",
            "send_otp: { mobile: '${{ vars.own }}', csp_id: c }", "send_otp: { mobile: '${{ vars.pat }}', csp_id: c }",
            "send_otp: { mobile: '${{ vars.literal }}', csp_id: c }",
            "send_otp: { mobile: '${{ vars.part }}', csp_id: c }",
            "wait: 1ms\n    when: ${{ vars.own }}", "wait: 1ms\n    when: ${{ number(vars.own) > 1 }}",
            "call: { method: GET, path: /x }\n    expect: { body: { a: { gt: '${{ vars.own }}' } } }",
            "call: { method: POST, path: /x, headers: { x-a: \"${{ vars.lines }}\" } }",
            "use: _inner.yml", "use: _inner.yml\n    with: { own: '${{ vars.own }}' }",
        ])
    func beforeTheRun(_ step: String) async throws {
        let secret = "geheim-wört-7315"
        try folder.write(
            "vars: { own: { env: OWN, secret: true } }\nsteps:\n  - send_otp: { mobile: '${{ vars.own }}', csp_id: c }\n",
            to: "_inner.yml")
        try folder.write(
            """
            environment: sandbox
            vars:
              own: { env: OWN, secret: true }
              pat: { env: GH_PAT }
              named: { env: API_TOKEN }
              literal: { value: \(secret), secret: true }
              part: "a-${{ vars.own }}-b"
              lines: "${{ vars.own }}\\nx"
            steps:
              - \(step)
            """, to: "workflow.yml")
        let environment = ["OWN": secret, "GH_PAT": secret, "API_TOKEN": secret]
        let reports = ["--junit", "o/j.xml", "--json", "o/r.json", "--html", "o/r.html", "--tap", "o/r.tap"]
        for arguments in [
            ["validate", "workflow.yml"], ["validate", "workflow.yml", "--format", "sarif"], ["plan", "workflow.yml"],
            ["run", "workflow.yml", "--github"] + reports, ["run", "workflow.yml", "--var", "own=\(secret)"],
        ] {
            let result = try await EkoflowProcess.run(arguments, in: folder.url, environment: environment)
            let written = arguments.contains("o/j.xml") ? ["o/j.xml", "o/r.json", "o/r.html", "o/r.tap"] : []
            let texts = try [result.stdout, result.stderr] + written.map { try folder.read($0) }
            if arguments[0] == "run" { #expect(result.exitCode == 2, "\(result.stdout)\(result.stderr)") }
            for text in texts { #expect(!text.contains("geheim") && !text.contains("7315"), "\(arguments): \(text)") }
        }
    }

    @Test("OTPs and tokens from variables, and environment variables whose names say that they are secret")
    func variables() async throws {
        try folder.write(
            """
            environment: sandbox
            vars: { code: { env: CODE }, proof: { env: PROOF }, api_token: { env: API_TOKEN }, region: { env: REGION } }
            steps:
              - verify_otp: { mobile: "9002336768", otp: "${{ vars.code }}" }
                expect: { body: { status: 0, $.message: "${{ vars.api_token }}", message: "${{ vars.region }}" } }
                continue_on_failure: true
              - validate_token: { otp_verification_token: "${{ vars.proof }}" }
              - call: { method: GET, path: "/x", query: { a: "${{ vars.api_token }}" } }

            """, to: "workflow.yml")
        let secrets = ["CODE": "482913", "PROOF": "proof-of-a-number", "API_TOKEN": "hunter2hunter2"]
        let environment = secrets.merging(["REGION": "Kerala"]) { $1 }
        let result = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url, environment: environment)
        #expect(result.exitCode == 1)
        let text = try outputs(result)
        for secret in secrets.values { #expect(!text.contains(secret), "\(secret) in \(text)") }
        #expect(text.contains("Kerala"))
        let plan = try await EkoflowProcess.run(
            ["plan", "workflow.yml", "--curl"], in: folder.url, environment: environment)
        for secret in secrets.values { #expect(!plan.stdout.contains(secret)) }
        // In a recheck, the surrogates still fit each other.
        #expect(try await EkoflowProcess.run(["recheck"], in: folder.url).exitCode == 1)
    }

    @Test("a token that is new in each request of a poll")
    func polledToken() async throws {
        try folder.write(
            """
            environment: sandbox
            steps:
              - call: { method: GET, path: "/x", query: { otp_verification_token: "token-${{ uuid() }}" } }
                poll: { every: 5s, timeout: 10s }
                expect: { http: 200 }

            """, to: "workflow.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml", "--json", "run.json"], in: folder.url)
        #expect(result.exitCode == 1)
        let text = try outputs(result) + folder.read("run.json")
        #expect(text.contains("\"attempts\":"))
        #expect(text.firstMatch(of: #/token-[0-9a-f]{8}-/#) == nil, "\(text)")
    }

    @Test("a token in the error message of a condition, in every output")
    func condition() async throws {
        try folder.write(
            """
            environment: sandbox
            steps:
              - send_otp: { mobile: "9002336768", csp_id: c }
              - id: verify
                verify_otp: { mobile: "9002336768" }
                capture: { token: data.otp_verification_token }
              - name: asks a text for a truth
                when: ${{ steps.verify.token }}
                call: { method: GET, path: /x }

            """, to: "workflow.yml")
        let result = try await EkoflowProcess.run(
            ["run", "workflow.yml", "--json", "run.json", "--html", "run.html", "--tap", "run.tap"], in: folder.url)
        #expect(result.exitCode == 3, "\(result.stdout)\(result.stderr)")
        let text = try outputs(result) + ["run.json", "run.html", "run.tap"].map { try folder.read($0) }.joined()
        #expect(text.contains("true or false is needed here"))
        let tokens = text.matches(of: #/eyJ[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)/#).map { String($0.1) }
        // The recording has a surrogate, which has the form of a token but is not a token.
        for token in tokens {
            #expect(Data(base64Encoded: token + "==").map { $0.starts(with: Data("{\"".utf8)) } != true)
        }
        #expect(result.stdout.firstMatch(of: #/eyJ[A-Za-z0-9_-]+\.eyJ/#) == nil, "\(result.stdout)")
    }

    @Test("an OTP that a function makes for each run of its workflow")
    func madeByFunction() async throws {
        try folder.write(
            """
            environment: sandbox
            vars: { code: "${{ random_digits(9) }}" }
            steps:
              - verify_otp: { mobile: "9002336768", otp: "${{ vars.code }}" }
                expect: { http: 200, body: { status: { not: 0 } } }

            """, to: "workflow.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml", "--repeat", "3"], in: folder.url)
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        let journal = try folder.read("reports/journal.jsonl")
        for line in journal.split(separator: "\n") where line.contains("\"given\"") {
            #expect(line.contains("\"hidden_secrets\""), "\(line)")
        }
        #expect(journal.contains("\"given\""))
    }

    @Test("the password of a proxy URL that libcurl rejects")
    func proxyPassword() async throws {
        try folder.write(
            "name: local\nbase_url: https://api.example\ninitiator_id: '9962981729'\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\n",
            to: "environments/local.yml")
        try folder.write(
            "environment: local\nsteps: [{ send_otp: { mobile: '9002336768', csp_id: c } }]\n", to: "workflow.yml")
        for proxy in [
            "foo://user:proxy-password@127.0.0.1:1", "http://user:proxy-password@[::1",
            "socks5://user:proxy-password@127.0.0.1:1",
        ] {
            let result = try await EkoflowProcess.run(
                ["run", "workflow.yml"], in: folder.url, environment: ["A": "some-key", "https_proxy": proxy])
            #expect(result.exitCode == 3)
            #expect(try !outputs(result).contains("proxy-password"), "\(result.stdout)")
        }
    }

    @Test("a misspelled name in a variables file ends the run, so the default number is not texted")
    func misspeltVariable() async throws {
        try folder.write(
            "environment: sandbox\nvars: { mobile: '9002336768' }\nsteps: [{ send_otp: { mobile: '${{ vars.mobile }}', csp_id: c } }]\n",
            to: "workflow.yml")
        try folder.write("mobil: '9812345729'\nother_thing: 1\n", to: "vars.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml", "--vars-file", "vars.yml"], in: folder.url)
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("uses the variable 'mobil'"))
        #expect(result.stderr.contains("did you mean 'mobile'?"))
        #expect(!result.stderr.contains("other_thing"))
    }
}
