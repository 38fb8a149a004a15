import JSON
import Testing

@testable import EkoSandbox

@Suite("Values of parameters and references", .serialized, .timeLimit(.minutes(5)))
struct CoercionTests {
    private func send(_ sandbox: TestSandbox, _ changes: String) async throws -> Response {
        let body = #"{"initiator_id":9962981729,"csp_id":1,"mobile":9002336768\#(changes)}"#
        return try await sandbox.send("POST", TestSandbox.sendPath, body: body)
    }

    @Test("a number counts as its text")
    func numbers() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await send(sandbox, #","client_ref_id":42"#)
        #expect(response.json["status"] == 0)
        #expect(response.data["client_ref_id"] == "42" && response.data["initiator_id"] == .string(initiator))
        #expect(try await sandbox.inbox(of: mobile).count == 1)
        #expect(try await sandbox.read("calls?mobile=\(mobile)").body.contains(#""endpoint":"send_otp""#))
        await sandbox.stop()
    }

    @Test("a number with other digits is not a mobile number")
    func otherNumbers() async throws {
        let sandbox = try await TestSandbox.start()
        for number in ["9002336768.0", "9.002336768e9", "-900233676"] {
            let body = #"{"initiator_id":"9962981729","csp_id":"1","mobile":\#(number)}"#
            let response = try await sandbox.send("POST", TestSandbox.sendPath, body: body)
            #expect(response.invalidParameters == ["mobile"], "\(number)")
        }
        await sandbox.stop()
    }

    @Test("null counts as left out")
    func null() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await send(sandbox, #","client_ref_id":null"#)
        #expect(response.json["status"] == 0 && response.data["client_ref_id"] == "")
        #expect(try await sandbox.call("dmt_otp", ["amount": .null]).invalidParameters == ["amount"])
        await sandbox.stop()
    }

    @Test("other values are not texts", arguments: ["true", "[]", "{}", #"["REF"]"#])
    func others(_ value: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await send(sandbox, #","client_ref_id":\#(value)"#)
        #expect(response.invalidParameters == ["client_ref_id"])
        await sandbox.stop()
    }

    @Test("a reference that is used again is accepted, with a warning in a header and in the list of calls")
    func usedAgain() async throws {
        let sandbox = try await TestSandbox.start()
        let first = try await send(sandbox, #","client_ref_id":"A""#)
        #expect(first.header("x-sandbox-warning") == nil)
        #expect(try await sandbox.call("dmt_otp", ["client_ref_id": "B"]).header("x-sandbox-warning") == nil)
        let again = try await sandbox.call("dmt_otp", ["client_ref_id": "A"])
        #expect(again.json["status"] == 0)
        let warning = "client_ref_id was used before, by send_otp; it should be unique for each call"
        #expect(again.header("x-sandbox-warning") == warning)
        #expect(try await sandbox.read("calls?endpoint=dmt_otp").body.contains(#""warning":"\#(warning)""#))
        await sandbox.stop()
    }

    @Test("a call without a reference, or one that was refused, uses none")
    func unused() async throws {
        let sandbox = try await TestSandbox.start()
        for _ in 0..<2 { #expect(try await send(sandbox, "").header("x-sandbox-warning") == nil) }
        _ = try await sandbox.call("dmt_otp", ["client_ref_id": "A", "amount": "x"])
        #expect(try await sandbox.call("dmt_otp", ["client_ref_id": "A"]).header("x-sandbox-warning") == nil)
        await sandbox.stop()
    }

    @Test("the oldest references are forgotten")
    func bound() {
        let references = UsedReferences()
        for index in 0..<2 * UsedReferences.maximumCount { _ = references.use("\(index)", by: "pan") }
        #expect(references.use("0", by: "pan") == nil)
        #expect(references.use("\(2 * UsedReferences.maximumCount - 1)", by: "pan") == "pan")
    }
}
