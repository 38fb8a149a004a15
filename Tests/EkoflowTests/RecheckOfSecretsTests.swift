import Foundation
import Testing

@Suite("A recheck agrees with its run, or says what it cannot judge")
struct RecheckOfSecretsTests {
    private let folder = try! TemporaryFolder()

    private static let send = """
        environment: sandbox
        steps:
          - id: send
            send_otp: { mobile: "9002336768", csp_id: c }
          - id: verify
            verify_otp: { mobile: "9002336768" }
            expect: { body: { data.otp_verification_token: EXPECTED } }

        """

    @Test(
        "what reads the characters of a secret is not judged, and what reads its form is",
        arguments: [
            ("{ format: jwt }", 0), ("{ length: { gt: 20 } }", 0), ("{ exists: true }", 0), ("{ type: string }", 0),
            ("{ not: { format: uuid } }", 0), ("{ not: { format: hex } }", 0), ("{ not: { format: date } }", 3),
            ("{ matches: '[.]eyJ' }", 3), ("{ not_contains: xyzxyz }", 3), ("{ not: { starts_with: x } }", 3),
        ])
    func secrets(_ expected: String, _ status: Int32) async throws {
        try folder.write(Self.send.replacing("EXPECTED", with: expected), to: "workflow.yml")
        #expect(try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url).exitCode == 0)
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode == status, "\(result.stdout)")
        if status == 3 { #expect(result.stdout.contains("cannot be judged")) }
    }

    @Test(
        "what fails in a run because of a secret's characters does not pass in a recheck",
        arguments: [
            "data.otp_verification_token: { schema: { not: { pattern: '^eyJ' } } }",
            "data: { schema: { properties: { otp_verification_token: { not: { pattern: '^eyJ' } } } } }",
            "data.otp_verification_token: { schema: { const: other } }",
            "data.otp_verification_token: { schema: { enum: [other, another] } }",
            "data.otp_verification_token: { one_of: [other, another] }",
            "'$.data[?match(@, \"eyJ.*\")]': { length: 0 }",
            "'$.data[?@ > \"eyJ\"]': { length: 0 }",
            "status: \"${{ response.body.data.otp_verification_token == 'other' }}\"",
        ])
    func failures(_ expected: String) async throws {
        try folder.write(
            Self.send.replacing("data.otp_verification_token: EXPECTED", with: expected), to: "workflow.yml")
        let run = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url)
        #expect(run.exitCode == 1, "\(run.stdout)")
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode == 3 && result.stdout.contains("cannot be judged"), "\(result.stdout)")
    }

    @Test(
        "what a secret's form and presence say is judged again",
        arguments: [
            "data.otp_verification_token: { schema: { type: string, minLength: 20 } }",
            "data: { schema: { properties: { otp_verification_token: { not: { maxLength: 5 } } } } }",
            "data.otp_verification_token: { one_of: ['${{ response.body.data.otp_verification_token }}', x] }",
            "'$.data[?@ == \"\"]': { length: 0 }", "'$.data[?@ == null]': { length: 0 }",
            "'$.data[?@.x == 5]': { length: 0 }",
        ])
    func forms(_ expected: String) async throws {
        try folder.write(
            Self.send.replacing("data.otp_verification_token: EXPECTED", with: expected), to: "workflow.yml")
        #expect(try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url).exitCode == 0)
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode == 0, "\(result.stdout)")
    }

    @Test(
        "a condition on a captured secret is not guessed",
        arguments: [
            ("steps.verify.token > 'eyJ'", 3), ("steps.verify.part == 'eyJ'", 3), ("steps.verify.token != null", 0),
            ("steps.verify.token != ''", 0), ("steps.verify.none == 'none'", 3),
        ])
    func conditions(_ condition: String, _ status: Int32) async throws {
        try folder.write(
            Self.send.replacing(
                "expect: { body: { data.otp_verification_token: EXPECTED } }",
                with: """
                    capture:
                          token: data.otp_verification_token
                          \(condition.contains("none") ? "none: { from: data.otp_verification_token, matches: '^(9).*', default: none }" : "")
                          \(condition.contains("part") ? "part: { from: data.otp_verification_token, matches: '^...' }" : "")
                    """) + """
                      - when: ${{ \(condition) }}
                        call: { operation: banks }

                    """, to: "workflow.yml")
        let run = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url)
        #expect(run.exitCode == 0, "\(run.stdout)\(run.stderr)")
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode == status, "\(result.stdout)")
    }

    @Test(
        "an until_not that hangs on a secret's characters is not judged again",
        arguments: ["{ starts_with: eyJ }", "{ not: x }"])
    func ends(_ condition: String) async throws {
        try folder.write(
            Self.send.replacing(
                "expect: { body: { data.otp_verification_token: EXPECTED } }",
                with: "capture: { token: data.otp_verification_token }")
                    + """
                      - validate_token: { otp_verification_token: "${{ steps.verify.token }}" }
                        poll: { every: 1s, timeout: 2s, until_not: { body: { data.otp_verification_token: \(condition) } } }

                    """, to: "workflow.yml")
        let run = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url)
        #expect(run.exitCode == 1, "\(run.stdout)\(run.stderr)")
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode != 0, "\(result.stdout)")
    }

    @Test("names in invalid_params are no secrets, so their explanations are judged again")
    func invalidParameters() async throws {
        try folder.write(
            """
            environment: sandbox
            steps:
              - allow_invalid: true
                verify_otp: { mobile: "9002336768", otp: "" }
                expect: { body: { status: 461, invalid_params.otp: otp is required } }
              - allow_invalid: true
                validate_token: { otp_verification_token: "" }
                expect: { body: { invalid_params.otp_verification_token: { contains: required }, status: 461 } }

            """, to: "workflow.yml")
        #expect(try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url).exitCode == 0)
        #expect(try await EkoflowProcess.run(["recheck"], in: folder.url).exitCode == 0)
    }

    /// A step, what it gets, and the exit codes of its run and of the recheck.
    struct Trial: Sendable, CustomTestStringConvertible {
        let steps: String
        let answer: String
        var header = ""
        let codes: [Int32]

        var testDescription: String { "\(steps) \(answer)" }
    }

    private static func capturing(_ capture: String, when condition: String) -> String {
        """
          - id: s
            call: { method: GET, path: /x }
            capture: { kind: \(capture) }
          - when: ${{ \(condition) }}
            call: { method: GET, path: /y }
            expect: { http: 404 }

        """
    }

    private static func expecting(_ body: String, query: String = "{}") -> String {
        "  - call: { method: GET, path: /x, query: \(query) }\n    expect: { body: { \(body) } }\n"
    }

    static let trials = [
        Trial(
            steps: capturing("{ from: data.otp, matches: '^(9)', default: none }", when: "steps.s.kind == '9'"),
            answer: #"{"status":0,"data":{"otp":"912345"}}"#, codes: [1, 3]),
        Trial(
            steps: capturing(
                "{ from: '${{ response.headers.set-cookie }}', matches: 'Max-Age=(\\d+)', default: none }",
                when: "steps.s.kind == '60'"),
            answer: #"{"status":0}"#, header: "set-cookie: s=abcdefgh; Max-Age=60\r\n", codes: [1, 3]),
        // What stands beside a secret is known.
        Trial(
            steps: capturing("{ from: message, matches: 'ref (\\d+)' }", when: "steps.s.kind != '12'"),
            answer: #"{"status":0,"data":{"otp":"912345"},"message":"OTP 912345, ref 12"}"#, codes: [0, 0]),
        Trial(
            steps: expecting("data.token: { not: { format: uuid } }"),
            answer: #"{"status":0,"data":{"token":"5f0a3b1c-12ab-4cde-8f00-9a8b7c6d5e4f"}}"#, codes: [1, 1]),
        Trial(
            steps: expecting("data.token: { format: uuid }"),
            answer: #"{"status":0,"data":{"token":"5f0a3b1c-12ab-4cde-8f00-9a8b7c6d5e4f"}}"#, codes: [0, 0]),
        Trial(
            steps: expecting("data.token: { format: hex }"), answer: #"{"status":0,"data":{"token":"0AFfbc98e1"}}"#,
            codes: [0, 0]),
        Trial(
            steps: expecting("data.token: { not: { format: hex } }"),
            answer: #"{"status":0,"data":{"token":"0AFfbc98g1"}}"#, codes: [0, 0]),
        Trial(
            steps: expecting("data.token: { format: email }"),
            answer: #"{"status":0,"data":{"token":"someone.else@example.com"}}"#, codes: [0, 3]),
        Trial(
            steps: expecting("data.token: { format: url }"),
            answer: #"{"status":0,"data":{"token":"https://example.com/a"}}"#, codes: [0, 3]),
        Trial(
            steps: expecting("data: { schema: { patternProperties: { '^9123': { type: string } } } }"),
            answer: #"{"status":0,"data":{"9123456789":5}}"#, codes: [1, 3]),
        Trial(
            steps: expecting(
                "data: { schema: { patternProperties: { '^9823': true }, additionalProperties: { type: string } } }"),
            answer: #"{"status":0,"data":{"9123456789":5}}"#, codes: [1, 3]),
        // What a pattern finds in the replacement, it may not find in the secret.
        Trial(
            steps: capturing(
                "{ from: data.token, matches: '^([^.]+[.][^e].*)$', default: '' }", when: "steps.s.kind == ''"),
            answer: #"{"status":0,"data":{"token":"abcd.efgh.ijkl"}}"#, codes: [1, 3]),
        Trial(
            steps: capturing("{ from: data.token, matches: '^(.*)$' }", when: "steps.s.kind == ''"),
            answer: #"{"status":0,"data":{"token":"abcd.efgh.ijkl"}}"#, codes: [0, 0]),
        Trial(
            steps: capturing("{ from: data.otp, matches: '^(.)' }", when: "steps.s.kind == '9'"),
            answer: #"{"status":0,"data":{"otp":"912"}}"#, codes: [1, 3]),
        Trial(
            steps: expecting("message: { not_contains: '912' }"),
            answer: #"{"status":0,"data":{"otp":"912"},"message":"OTP 912"}"#, codes: [1, 3]),
        Trial(
            steps: expecting("data.token: { format: base64 }"), answer: #"{"status":0,"data":{"token":"ab#d1234"}}"#,
            codes: [1, 1]),
        Trial(
            steps: expecting("data.token: { format: jwt }"),
            answer: #"{"status":0,"data":{"token":"aaaa.bbbb.cc#c"}}"#, codes: [1, 1]),
        Trial(
            steps: expecting("data.token: { format: email }"),
            answer: #"{"status":0,"data":{"token":"jörg@example.com"}}"#, codes: [1, 3]),
        // A text of one character is in many others by accident.
        Trial(
            steps: expecting("count: { gte: 12 }, tid: { not: '77' }", query: "{ otp: '1' }"),
            answer: #"{"status":0,"count":123456789,"tid":"123456789"}"#, codes: [0, 0]),
    ]

    @Test("a recheck agrees with its run about every form of a secret, or says that it cannot judge", arguments: trials)
    func agreement(_ trial: Trial) async throws {
        let server = try LoopbackServer()
        try folder.write(
            "name: local\nbase_url: http://127.0.0.1:\(server.port)\ninitiator_id: '9962981729'\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\n",
            to: "environments/local.yml")
        try folder.write("environment: local\nsteps:\n\(trial.steps)", to: "workflow.yml")
        let count = trial.codes[0] == 1 && trial.steps.contains("/y") ? 2 : 1
        let run = try await EkoflowProcess.run(
            ["run", "workflow.yml"], in: folder.url, environment: ["A": "some-key"]
        ) { _ in
            for _ in 0..<count {
                _ = server.receiveRequest(answering: trial.answer, headers: "connection: close\r\n\(trial.header)")
            }
        }
        #expect(run.exitCode == trial.codes[0], "\(run.stdout)\(run.stderr)")
        let result = try await EkoflowProcess.run(["recheck"], in: folder.url)
        #expect(result.exitCode == trial.codes[1], "\(result.stdout)\(result.stderr)")
    }
}
