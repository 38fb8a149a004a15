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
            ("steps.verify.token != ''", 0),
        ])
    func conditions(_ condition: String, _ status: Int32) async throws {
        try folder.write(
            Self.send.replacing(
                "expect: { body: { data.otp_verification_token: EXPECTED } }",
                with: """
                    capture:
                          token: data.otp_verification_token
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
}
