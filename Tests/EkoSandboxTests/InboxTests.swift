import JSON
import Testing

@testable import EkoSandbox

@Suite("The inbox", .timeLimit(.minutes(5)))
struct InboxTests {
    @Test("anybody can read the messages to a phone")
    func message() async throws {
        let sandbox = try await TestSandbox.start(random: { 134_021 })
        _ = try await sandbox.sendOTP()
        let unsigned: [String: String?] = ["developer_key": nil, "secret-key": nil, "content-type": nil]
        let page = try await sandbox.send("GET", "/_sandbox/inbox/\(mobile)", headers: unsigned)
        #expect(page.status == 200)
        #expect(
            page.body
                == #"{"mobile":"9002336768","messages":[{"mobile":"9002336768","endpoint":"send_otp","sender":"Eko India","text":"134021 is the OTP to verify your mobile number.\n- Eko India","otp":"134021","tid":"2886978475","state":"open","sent_at":1700000000000,"expires_at":1700000600000}]}"#
        )
        await sandbox.stop()
    }

    @Test("an OTP has six digits, whatever the random number", arguments: [(0, "000000"), (UInt64.max, "551615")])
    func digits(_ number: UInt64, _ otp: String) async throws {
        let sandbox = try await TestSandbox.start(random: { number })
        #expect(try await sandbox.sendOTP().otp == otp)
        #expect(try await sandbox.verify(otp).json["status"] == 0)
        await sandbox.stop()
    }

    @Test("it keeps the last twenty messages of each phone, newest last")
    func order() async throws {
        let sandbox = try await TestSandbox.start()
        var sent: [String] = []
        for _ in 0..<22 {
            sandbox.advance(milliseconds: 1)
            sent.append(try await sandbox.sendOTP().otp)
        }
        let inbox = try await sandbox.inbox(of: mobile)
        #expect(inbox.map { $0["otp"].text } == Array(sent.suffix(20)))
        #expect(inbox.last?["sent_at"] == .integer(Int(now + 22)))
        await sandbox.stop()
    }

    @Test("it is empty if nothing was sent, or if the send was refused", arguments: ["9002336768", "123", "%20"])
    func empty(_ number: String) async throws {
        let sandbox = try await TestSandbox.start()
        let body = #"{"initiator_id":"9962981729","mobile":"9002336768"}"#
        _ = try await sandbox.send("POST", TestSandbox.sendPath, body: body)
        let page = try await sandbox.send("GET", "/_sandbox/inbox/\(number)")
        #expect(page.status == 200)
        #expect(page.body == #"{"mobile":"\#(number)","messages":[]}"#)
        await sandbox.stop()
    }

    @Test("if there are too many phones, the phones with the oldest last message are forgotten")
    func bounds() {
        let phones = Phones(clock: SandboxClock(machine: { now }), random: { 134_021 })
        func number(_ index: Int) -> String { String(9_000_000_000 + index) }
        for index in 0..<Phones.maximumCount {
            _ = phones.sendOTP(to: number(index), initiator: initiator, clientReference: "")
        }
        _ = phones.sendOTP(to: number(0), initiator: initiator, clientReference: "")
        #expect(phones.entries(of: number(1)).count == 1)
        _ = phones.sendOTP(to: number(Phones.maximumCount), initiator: initiator, clientReference: "")
        #expect(phones.entries(of: number(0)).count == 2)
        #expect(phones.entries(of: number(1)).isEmpty)
        #expect(throws: Phones.OTPProblem.nothingSent) {
            try phones.useOTP("134021", of: number(1), initiator: initiator)
        }
        #expect(throws: Never.self) {
            try phones.useOTP("134021", of: number(Phones.maximumCount), initiator: initiator)
        }
    }
}
