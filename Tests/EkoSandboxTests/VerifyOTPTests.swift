import JSON
import Testing

@testable import EkoSandbox

@Suite("Verify OTP", .timeLimit(.minutes(5)))
struct VerifyOTPTests {
    @Test("the OTP from the phone is valid once")
    func rightOTP() async throws {
        let sandbox = try await TestSandbox.start()
        let (otp, transaction) = try await sandbox.sendOTP()
        let response = try await sandbox.verify(otp, reference: "VERIFY-1")
        #expect(response.status == 200)
        #expect(response.json["status"] == 0)
        #expect(response.json["response_status_id"] == 0)
        #expect(response.json["response_type_id"] == 1632)
        #expect(response.json["message"] == "OTP verification successful.")
        let names = ["client_ref_id", "initiator_id", "mobile", "tid", "otp_verification_token"]
        #expect(response.data.members.map(\.name) == names)
        #expect(response.data["client_ref_id"] == "VERIFY-1")
        #expect(response.data["initiator_id"] == .string(initiator))
        #expect(response.data["mobile"] == .string(mobile))
        // The verification has a transaction number of its own, not the send's.
        #expect(response.data["tid"].text != transaction)
        #expect(response.data["tid"] == "2886978476")
        expectFailure(try await sandbox.verify(otp))
        await sandbox.stop()
    }

    @Test("a call without a reference gets the reference of the send")
    func reference() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.verify(try await sandbox.sendOTP(reference: "SEND-7").otp)
        #expect(response.data["client_ref_id"] == "SEND-7")
        await sandbox.stop()
    }

    @Test("a wrong OTP fails, and the right OTP stays valid")
    func wrongOTP() async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        for wrong in ["000000", "3643", "\(otp)0", " \(otp)", "abc"] {
            expectFailure(try await sandbox.verify(wrong))
        }
        #expect(try await sandbox.verify(otp).json["status"] == 0)
        await sandbox.stop()
    }

    @Test("an OTP is valid only for its phone and its initiator")
    func binding() async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        expectFailure(try await sandbox.verify(otp, of: "9002336769"))
        expectFailure(try await sandbox.verify(otp, by: otherInitiator))
        #expect(try await sandbox.verify(otp).json["status"] == 0)
        await sandbox.stop()
    }

    @Test("a header gives the reason why an OTP cannot be verified")
    func reasons() async throws {
        let sandbox = try await TestSandbox.start()
        func reason(_ otp: String, by initiator: String = initiator) async throws -> String {
            let head = try await sandbox.verify(otp, by: initiator).head
            return head.components(separatedBy: "\r\n").first { $0.hasPrefix("x-sandbox-reason: ") }.map {
                String($0.dropFirst(18))
            } ?? ""
        }
        #expect(try await reason("1") == "no OTP was sent to this number")
        let first = try await sandbox.sendOTP().otp
        #expect(try await reason("1") == "the OTP is wrong")
        let second = try await sandbox.sendOTP().otp
        #expect(try await reason(first) == "a later send has replaced this OTP")
        #expect(try await reason(second, by: otherInitiator) == "another initiator_id requested the OTP")
        #expect(try await reason(second) == "")
        #expect(try await reason(second) == "the OTP is used up")
        let third = try await sandbox.sendOTP().otp
        sandbox.advance(milliseconds: OTPMessage.validity)
        #expect(try await reason(third) == "the OTP has expired")
        await sandbox.stop()
    }

    @Test("a new send replaces the previous OTP, only on the same phone")
    func replacement() async throws {
        let sandbox = try await TestSandbox.start()
        let first = try await sandbox.sendOTP()
        let other = try await sandbox.sendOTP(to: "9002336769")
        let second = try await sandbox.sendOTP()
        #expect(first.transaction < other.transaction && other.transaction < second.transaction)
        expectFailure(try await sandbox.verify(first.otp))
        #expect(try await sandbox.verify(second.otp).json["status"] == 0)
        #expect(try await sandbox.verify(other.otp, of: "9002336769").json["status"] == 0)
        await sandbox.stop()
    }

    @Test("an OTP is valid for ten minutes", arguments: [(599_999, true), (600_000, false)])
    func expiry(_ milliseconds: Int64, _ isGood: Bool) async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        sandbox.advance(milliseconds: milliseconds)
        let response = try await sandbox.verify(otp)
        if isGood { #expect(response.json["status"] == 0) } else { expectFailure(response) }
        await sandbox.stop()
    }

    @Test("of many parallel verifications, only one succeeds")
    func race() async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        let successes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { try await sandbox.verify(otp).json["status"] == 0 }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes == 1)
        await sandbox.stop()
    }

    @Test(
        "all parameters are validated",
        arguments: [
            ("{}", ["initiator_id", "mobile", "otp"]),
            (#"{"initiator_id":"9962981729","mobile":"900233676","otp":""}"#, ["mobile", "otp"]),
            (#"{"initiator_id":"9962981729","mobile":"9002336768","otp":[134021]}"#, ["otp"]),
            (
                #"{"initiator_id":"x","client_ref_id":"123456789012345678901","mobile":"९००२३३६७६८","otp":"1"}"#,
                ["initiator_id", "client_ref_id", "mobile"]
            ),
        ])
    func validation(_ body: String, _ names: [String]) async throws {
        let response = try await exchange(request(method: "PUT", path: TestSandbox.verifyPath, body: body))
        #expect(response.status == 200)
        #expect(response.json["status"] == 461)
        #expect(response.json["response_type_id"] == -1)
        #expect(response.invalidParameters == names)
    }

    private func expectFailure(_ response: Response, _ location: SourceLocation = #_sourceLocation) {
        let documented =
            #"{"status":1,"response_status_id":1,"response_type_id":1632,"message":"OTP verification failed.","data":{}}"#
        #expect(response.status == 200, sourceLocation: location)
        #expect(response.body == documented, sourceLocation: location)
    }
}
