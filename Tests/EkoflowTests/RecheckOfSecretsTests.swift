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
