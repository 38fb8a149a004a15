import Contract
import JSON
import Testing

@testable import EkoSandbox

@Suite("OTPs of other operations", .serialized, .timeLimit(.minutes(5)))
struct OTPOfOperationTests {
    /// Sends an OTP for a transfer, and returns it with its reference.
    private func transferOTP(_ sandbox: TestSandbox) async throws -> (otp: String, reference: JSONValue?) {
        let reference = try await sandbox.call("dmt_otp").data["otp_ref_id"]
        return (try await sandbox.inbox(of: mobile).last?["otp"].text ?? "", reference)
    }

    private func transfer(_ sandbox: TestSandbox, _ otp: String, _ reference: JSONValue?) async throws -> Response {
        try await sandbox.call("dmt_transfer", ["otp": .string(otp), "otp_ref_id": reference])
    }

    @Test(
        "a person is texted", arguments: Contract.Operation.all.filter { $0.effect.kinds.contains(.texts) }.map(\.name))
    func inbox(_ name: String) async throws {
        let sandbox = try await TestSandbox.start()
        let number = try await sandbox.call("dmt_transfer").data["tid"]
        let response = try await sandbox.call(name, name == "refund_otp" ? ["tid": number] : [:])
        let messages = try await sandbox.inbox(of: mobile)
        #expect(messages.count == 1 && messages.first?["endpoint"] == .string(name))
        if let reference = response.data["otp_ref_id"] { #expect(reference == messages.first?["tid"]) }
        await sandbox.stop()
    }

    @Test("nobody is texted by other operations, or for a transaction that the sandbox does not know")
    func nobody() async throws {
        let sandbox = try await TestSandbox.start()
        for name in ["dmt_transfer", "dmt_sender", "dmt_onboard_sender", "pan", "refund_otp"] {
            _ = try await sandbox.call(name)
        }
        #expect(try await sandbox.inbox(of: mobile).isEmpty)
        await sandbox.stop()
    }

    @Test("the wording is the registered one only for verifying a number")
    func wording() async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await transferOTP(sandbox).otp
        let text = try await sandbox.inbox(of: mobile).last?["text"].text
        #expect(text == "\(otp) is the OTP for: Send OTP for a money transfer.\n- Eko India")
        await sandbox.stop()
    }

    @Test("the OTP of a transfer is checked, and used once")
    func check() async throws {
        let sandbox = try await TestSandbox.start()
        let (otp, reference) = try await transferOTP(sandbox)
        let wrong = try await transfer(sandbox, "000000", reference)
        #expect(wrong.json["status"] == 302 && wrong.header("x-sandbox-reason") == "the OTP is wrong")
        #expect(try await transfer(sandbox, otp, reference).json["status"] == 0)
        #expect(try await transfer(sandbox, otp, reference).header("x-sandbox-reason") == "the OTP is used up")
        #expect(try await sandbox.balance() == "999900")
        await sandbox.stop()
    }

    @Test("an OTP is replaced by the next of the same operation, and expires")
    func replacedAndExpired() async throws {
        let sandbox = try await TestSandbox.start()
        let first = try await transferOTP(sandbox)
        let second = try await transferOTP(sandbox)
        _ = try await sandbox.sendOTP()
        #expect(try await transfer(sandbox, first.otp, first.reference).json["status"] == 302)
        sandbox.advance(milliseconds: OTPMessage.validity)
        #expect(try await transfer(sandbox, second.otp, second.reference).json["status"] == 303)
        await sandbox.stop()
    }

    @Test("an operation refuses a wrong or expired OTP as it documents that")
    func documentedRefusal() async throws {
        let sandbox = try await TestSandbox.start()
        let reference = try await sandbox.call("dmt_sender_otp").data["otp_ref_id"]
        let wrong = try await sandbox.call("dmt_verify_sender", ["otp": "1", "otp_ref_id": reference])
        #expect(wrong.json["status"] == 2131 && wrong.json["response_status_id"] == 302)
        sandbox.advance(milliseconds: OTPMessage.validity)
        let otp = try await sandbox.inbox(of: mobile).last?["otp"]
        let expired = try await sandbox.call("dmt_verify_sender", ["otp": otp, "otp_ref_id": reference])
        #expect(expired.json["status"] == 2131 && expired.json["response_status_id"] == 303)
        await sandbox.stop()
    }

    @Test("the OTP of a transfer does not verify a number, nor end the wait for the one that does")
    func apart() async throws {
        let sandbox = try await TestSandbox.start()
        let number = try await sandbox.sendOTP().otp
        let transfer = try await transferOTP(sandbox).otp
        #expect(try await sandbox.inbox(of: mobile).map { $0["state"].text } == ["open", "open"])
        #expect(try await sandbox.verify(transfer).json["status"] == 1)
        #expect(try await sandbox.verify(number).json["status"] == 0)
        #expect(try await sandbox.inbox(of: mobile).map { $0["state"].text } == ["used", "open"])
        await sandbox.stop()
    }
}
