import Testing

@testable import WorkflowReports

@Suite("A shown line of a workflow has no value below the name of a secret")
struct SecretsInYAMLTests {
    @Test(
        "plain values and lists",
        arguments: [
            ("  token: abc-123  # why", "  token: •••  # why"),
            ("call: { otp: 161803, mobile: 12 }", "call: { otp: •••, mobile: 12 }"),
            ("body: { secret: [a, b], x: 1, my_password: q w }", "body: { secret: •••, x: 1, my_password: ••• }"),
            ("token: [a,", "token: •••"),
        ])
    func hidden(_ line: String, _ shown: String) {
        #expect(line.hidingSecretsInYAML == shown)
    }

    @Test(
        "operators, expressions, names of steps and settings stay",
        arguments: [
            "data.otp_verification_token: { exists: true }", "otp: ${{ steps.send.otp }}", "secret: true",
            "- verify_otp: { mobile: 12 }", "verify_otp:", "x: http://a/b",
        ])
    func kept(_ line: String) {
        #expect(line.hidingSecretsInYAML == line)
    }

    @Test("a line of a million characters takes no time")
    func long() {
        let line = String(repeating: "token: a, ", count: 100_000)
        #expect(!line.hidingSecretsInYAML.contains("a,"))
    }
}
