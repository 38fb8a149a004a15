import JSON
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("verify_otp takes its code from the environment's otp_source")
struct OneTimePasswordTests {
    private static let text = "steps:\n  - verify_otp: {mobile: '9002336768'}\n"

    @Test("from a sandbox, the last code in the inbox is used")
    func sandbox() async throws {
        let inbox = #"{"messages":[{"otp":"111111"},{"otp":"222222"}]}"#
        let transport = FakeTransport([.success((200, inbox)), .success((200, successBody))])
        let (report, requests) = try await run(Self.text, otpSource: .sandbox, transport: transport)
        #expect(report.outcomes == ["passed"])
        #expect(requests[0].url == "http://127.0.0.1:9/_sandbox/inbox/9002336768")
        #expect(requests[0].headers.isEmpty)
        #expect(try parseJSON(requests[1].body ?? []).serialized.contains(#""otp":"222222""#))
    }

    @Test(
        "an inbox without a code is an error, and nothing is verified",
        arguments: [#"{"messages":[]}"#, "{}", "not JSON", #"{"messages":[{"text":"x"}]}"#])
    func emptyInbox(_ body: String) async throws {
        let (report, requests) = try await run(
            Self.text, otpSource: .sandbox, transport: FakeTransport([.success((200, body))]))
        #expect(report.outcomes == ["errored MissingOTP"])
        #expect(requests.count == 1)
    }

    @Test("the code typed at the prompt is sent; an empty prompt is an error")
    func prompt() async throws {
        let typed = try await run(
            Self.text, otpSource: .prompt, prompt: { number, _ in number == "9002336768" ? "314159" : nil })
        #expect(try parseJSON(typed.requests[0].body ?? []).serialized.contains(#""otp":"314159""#))
        let silent = try await run(Self.text, otpSource: .prompt, prompt: { _, _ in nil })
        #expect(silent.report.outcomes == ["errored MissingOTP"])
        #expect(silent.requests.isEmpty)
    }

    @Test(
        "what a program prints is sent only if it is an OTP and nothing else",
        arguments: [
            ("314159\n", "314159"), (" 0042 \r\n\n", "0042"), ("", nil), (" \n", nil), ("no code yet\n", nil),
            ("1234\n5678\n", nil),
            ("123 456\n", nil), ("your code is 123456\n", nil), ("123\n", nil), ("12a4\n", nil), ("١٢٣٤\n", nil),
        ])
    func program(_ output: String, _ otp: String?) async throws {
        let (report, requests) = try await run(
            Self.text, otpSource: .command(["otp"]), runCommand: { _, _ throws(CommandFailure) in output })
        #expect(report.outcomes == [otp == nil ? "errored MissingOTP" : "passed"])
        #expect(requests.count == (otp == nil ? 0 : 1))
        if let otp { #expect(String(decoding: requests[0].body ?? [], as: UTF8.self).contains("\"otp\":\"\(otp)\"")) }
    }

    @Test("an OTP in the step itself needs no source")
    func given() async throws {
        let (report, requests) = try await run("steps:\n  - verify_otp: {mobile: '9002336768', otp: '000123'}\n")
        #expect(report.outcomes == ["passed"])
        #expect(requests.count == 1)
    }
}
