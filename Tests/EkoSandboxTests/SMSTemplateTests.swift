import Testing

@testable import EkoSandbox

@Suite("The wording of text messages", .timeLimit(.minutes(5)))
struct SMSTemplateTests {
    @Test("the default wording is the API's")
    func ofAPI() {
        #expect(SMSTemplate.ofAPI.text(otp: "134021") == "134021 is the OTP to verify your mobile number.\n- Eko India")
        #expect(SMSTemplate(sender: "ACME").text(otp: "1") == "1 is the OTP to verify your mobile number.\n- ACME")
    }

    @Test(
        "a template must have the variable exactly once",
        arguments: [("", false), ("{#var#}", true), ("{#var#} {#var#}", false), ("{var}", false)])
    func variable(_ text: String, _ isTemplate: Bool) {
        #expect((SMSTemplate(sender: "ACME", text: text) != nil) == isTemplate)
    }

    @Test("a custom sender and template are used in the inbox")
    func own() async throws {
        let template = try #require(SMSTemplate(sender: "ACMEQA", text: "Your code: {#var#}. - ACME"))
        var configuration = configuration(clock: { now })
        configuration.sms = template
        let sandbox = try await TestSandbox.start(configuration)
        _ = try await sandbox.sendOTP()
        let message = try await sandbox.inbox(of: mobile).last
        #expect(message?["sender"] == "ACMEQA")
        #expect(message?["text"] == "Your code: 134021. - ACME")
        await sandbox.stop()
    }
}
