import JSON
import Testing

@testable import EkoSandbox

@Suite("The sandbox's clock can be moved", .timeLimit(.minutes(5)))
struct ClockTests {
    @Test("advancing the clock makes OTPs and tokens older, and callers stay correct")
    func advance() async throws {
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        let moved = try await sandbox.control("clock", #"{"advance":"10m"}"#)
        #expect(moved.body == #"{"now":1700000600000,"callers":1700000000000,"stopped":false}"#)
        #expect(try await sandbox.verify(otp).json["message"] == "OTP verification failed.")
        #expect(try await sandbox.inbox(of: mobile).last?["state"] == "expired")
        let token = try await sandbox.token()
        _ = try await sandbox.control("clock", #"{"advance":299999}"#)
        #expect(try await sandbox.validate(token).json["status"] == 0)
        _ = try await sandbox.control("clock", #"{"advance":"1ms"}"#)
        #expect(try await sandbox.validate(token).json["message"] == "The OTP verification token has timed out.")
        await sandbox.stop()
    }

    @Test("a stopped clock also applies to callers, until it is reset")
    func stopped() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("clock", #"{"time":1800000000000}"#)
        #expect(try await sandbox.callSend(to: mobile).status == 403)
        let signed = request(at: 1_800_000_000_000)
        let response = try await sandbox.send(raw: signed)
        #expect(response.data["otp_expiry_timestamp"] == "Fri Jan 15 13:40:00 IST 2027")
        #expect(try await sandbox.control("clock", #"{"reset":true}"#).json["now"] == .integer(Int(now)))
        #expect(try await sandbox.callSend(to: mobile).status == 200)
        await sandbox.stop()
    }

    @Test("advances add up on top of the machine's clock, within bounds")
    func machine() {
        let clock = SandboxClock(machine: { now })
        clock.advance(by: 5)
        #expect(clock.now == now + 5)
        clock.advance(by: -10)
        #expect(clock.now == now - 5)
        clock.advance(by: .max / 2)
        clock.advance(by: .max / 2)
        #expect(clock.now > now)
        clock.reset()
        #expect(clock.now == now)
    }

    @Test(
        "errors in a change are explained",
        arguments: [
            ("{}", "expected one of advance, time and reset"), (#"{"advance":"1m","reset":true}"#, "expected one of"),
            (#"{"advance":"soon"}"#, "'advance' must be"), (#"{"time":1700000000}"#, "'time' must be"),
            (#"{"time":"2026"}"#, "'time' must be"), (#"{"reset":false}"#, "'reset' must be true"),
            (#"{"now":1}"#, "unknown property 'now'"),
        ])
    func wrong(_ body: String, _ message: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.control("clock", body)
        #expect(response.status == 400)
        #expect(response.body.contains(message))
        await sandbox.stop()
    }

    @Test("a reset forgets messages, rules and the clock, and restarts the random numbers")
    func reset() async throws {
        let configuration = SandboxConfiguration(
            developerKey: "dev", accessKey: accessKey, initiators: [initiator], sms: .ofAPI, clock: { now },
            random: SandboxConfiguration.numbers(seed: 7))
        let sandbox = try await TestSandbox.start(configuration)
        let first = try await sandbox.sendOTP()
        _ = try await sandbox.control("clock", #"{"advance":"1h"}"#)
        _ = try await sandbox.control("behaviours", #"{"status":347}"#)
        #expect(try await sandbox.control("reset", "{}").status == 200)
        #expect(try await sandbox.inbox(of: mobile).isEmpty)
        let second = try await sandbox.sendOTP()
        #expect(first == second)
        await sandbox.stop()
    }
}
