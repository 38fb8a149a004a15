import Contract
import Testing

@testable import EkoSandbox

@Suite("A magic number asks for one behaviour at the endpoints that it names")
struct MagicNumberTests {
    @Test(
        "each kind of behaviour, with its value",
        arguments: [
            ("0000110347", Behaviour.status(347)), ("0000111297", .status(1297)), ("0000120503", .http(503)),
            ("0000130250", .delay(250)), ("0000140001", .fault(.closeBefore)), ("0000140022", .fault(.echo)),
            ("0000150600", .clock(600_000)), ("0000160000", .validity(0)), ("0000169999", .validity(9_999_000)),
        ])
    func kinds(_ number: String, _ behaviour: Behaviour) {
        #expect(MagicNumber.behaviour(of: number, at: .sendOTP) == behaviour)
    }

    @Test("the fifth digit names the endpoint, and zero means every endpoint", arguments: EndpointName.allCases)
    func endpoint(_ name: EndpointName) throws {
        let endpoint = try #require(Operation.named(name.rawValue))
        #expect(MagicNumber.behaviour(of: "0000010463", at: endpoint) == .status(463))
        for digit in 1...9 {
            let behaviour = MagicNumber.behaviour(of: "0000\(digit)10463", at: endpoint)
            #expect(behaviour == (digit == name.number ? .status(463) : nil))
        }
    }

    @Test("other operations than those of OTPs know only the digit for every endpoint")
    func otherOperations() throws {
        let transfer = try #require(Operation.named("dmt_transfer"))
        #expect(MagicNumber.behaviour(of: "0000010347", at: transfer) == .status(347))
        #expect(MagicNumber.behaviour(of: "0000110347", at: transfer) == nil)
    }

    @Test("only a transfer has a state, and only what makes an OTP or a token has a validity")
    func meaningless() throws {
        let transfer = try #require(Operation.named("dmt_transfer"))
        #expect(MagicNumber.behaviour(of: "0000070002", at: transfer) == .transactionStatus(2))
        #expect(MagicNumber.behaviour(of: "0000070007", at: transfer) == nil)
        #expect(MagicNumber.behaviour(of: "0000070002", at: .sendOTP) == nil)
        #expect(MagicNumber.behaviour(of: "0000060002", at: transfer) == nil)
        #expect(MagicNumber.behaviour(of: "0000060002", at: .validateToken) == nil)
        #expect(MagicNumber.behaviour(of: "0000060002", at: .verifyOTP) == .validity(2_000))
    }

    @Test(
        "any other number is ordinary",
        arguments: [
            "9002336768", "0001110347", "0000110000", "0000120200", "0000120299", "0000120600", "0000140000",
            "0000140023", "0000100001", "0000170001", "000011034", "00001103470", "", "0000 10347", "000011٠٣٤٧",
        ])
    func ordinary(_ number: String) {
        #expect(MagicNumber.behaviour(of: number, at: .sendOTP) == nil)
    }

    @Test(
        "a number that looks like a magic number but has no behaviour is rejected",
        arguments: [
            ("0000120600", true), ("0000910347", true), ("0000000000", true), ("0000360002", true),
            ("0000110347", false), ("0000060002", false), ("0000070002", false), ("0000070007", true),
            ("0000210347", false), ("9002336768", false),
        ])
    func misspelt(_ number: String, _ isMisspelt: Bool) async throws {
        #expect(MagicNumber.isMisspelt(number) == isMisspelt)
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.callSend(to: number)
        #expect((response.invalidParameters == ["mobile"]) == isMisspelt)
        await sandbox.stop()
    }

    @Test("every fault has a number")
    func faults() {
        for fault in Fault.allCases { #expect(Fault(number: fault.number) == fault) }
        #expect(Set(Fault.allCases.map(\.number)).count == Fault.allCases.count)
    }
}
