import Contract
import JSON
import Testing

@testable import EkoSandbox

@Suite("The sandbox answers every documented operation", .serialized, .timeLimit(.minutes(5)))
struct OperationTests {
    @Test("with its documented success", arguments: Contract.Operation.all.map(\.name))
    func success(_ name: String) async throws {
        let operation = try #require(Contract.Operation.named(name))
        let sandbox = try await TestSandbox.start()
        let otp = try await sandbox.sendOTP().otp
        var changes: [String: JSONValue?] = [:]
        switch name {
        case "verify_otp": changes = ["otp": .string(otp)]
        case "validate_token":
            changes = ["otp_verification_token": try await sandbox.verify(otp).data["otp_verification_token"]]
        case "transaction": changes = ["transaction-reference": "client_ref_id:SEND-1"]
        default: break
        }
        let response = try await sandbox.call(name, changes)
        #expect(response.status == 200)
        let body = try #require(response.value)
        #expect(operation.deviations(http: 200, body: body).map(\.message) == [], "\(response.body)")
        if case .object(let envelope) = body {
            let codes = EnvelopeCodes(envelope)
            #expect(operation.successes.contains { $0.matches(codes) }, "\(response.body)")
        } else {
            #expect(operation.successes.contains { $0.status == nil })
        }
        let call = try await sandbox.read("calls?endpoint=\(name)").json
        guard case .array(let calls)? = call["calls"] else { return }
        #expect(calls.count == 1 || name == "send_otp" || name == "verify_otp")
        await sandbox.stop()
    }

    @Test("not without a signature", arguments: Contract.Operation.all.map(\.name))
    func unsigned(_ name: String) async throws {
        let operation = try #require(Contract.Operation.named(name))
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.call(name, headers: ["secret-key": nil])
        #expect(response.status == 403)
        #expect(response.json["status"] == 1)
        #expect(response.json["message"] == "Forbidden - not authorized")
        #expect(operation.deviations(http: 403, body: response.value).isEmpty, "\(response.body)")
        await sandbox.stop()
    }

    @Test("not without a required parameter", arguments: Contract.Operation.all.map(\.name))
    func missing(_ name: String) async throws {
        let operation = try #require(Contract.Operation.named(name))
        let sandbox = try await TestSandbox.start()
        for parameter in operation.parameters where parameter.isRequired && parameter.place != .path {
            let response = try await sandbox.call(name, [parameter.name: nil])
            #expect(response.status == 200)
            #expect(response.json["status"] == 461, "\(parameter.name): \(response.body)")
            #expect(response.json["response_status_id"] == 1 && response.json["response_type_id"] == -1)
            #expect(response.invalidParameters == [parameter.name])
            #expect(operation.deviations(http: 200, body: response.value).isEmpty, "\(response.body)")
        }
        await sandbox.stop()
    }

    @Test("not for an initiator that is not registered, also if the operation documents more for it")
    func unknownInitiator() async throws {
        let sandbox = try await TestSandbox.start()
        for name in ["dmt_transfer", "bbps_operators"] {
            let response = try await sandbox.call(name, ["initiator_id": "9000000000"])
            #expect(response.json["status"] == 319 && response.json["message"] == "Invalid Sender/Initiator")
            #expect(response.invalidParameters == ["initiator_id"])
            let deviations = Contract.Operation.named(name)?.deviations(http: 200, body: response.value)
            #expect(deviations?.map(\.message) == [])
        }
        #expect(try await sandbox.balance() == "1000000")
        await sandbox.stop()
    }

    @Test("only at its exact path and with its method")
    func routes() async throws {
        let sandbox = try await TestSandbox.start()
        func status(_ method: String, _ path: String) async throws -> Int {
            try await sandbox.send(method, SandboxServer.basePath + path, body: "{}").status
        }
        let sender = "/customer/payment/dmt-fino/sender/9002336768"
        #expect(try await status("POST", sender) == 200)
        for path in [
            "\(sender)/", "/customer/payment/DMT-fino/sender/1", "/customer/payment/dmt-fino/sender/", "\(sender)/x",
        ] {
            #expect(try await status("POST", path) == 404, "\(path)")
        }
        #expect(try await status("PUT", sender) == 405)
        #expect(try await status("POST", "/customer/payment/dmt-fino/sender/%zz") == 400)
        // A literal segment takes precedence over a parameter.
        let wrongMethod = try await sandbox.send("POST", SandboxServer.basePath + "/tools/reference/banks", body: "{}")
        #expect(wrongMethod.status == 405 && wrongMethod.header("allow") == "GET")
        await sandbox.stop()
    }

    @Test("a parameter in the path is decoded, and repeated in the answer")
    func pathParameter() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.call("ifsc", ["ifsc": "A B/C+ü"])
        #expect(response.data["ifsc"] == "A B/C+ü")
        await sandbox.stop()
    }

    @Test(
        "an amount that is not an amount is refused",
        arguments: ["", "x", "-5", "0", "0.00", "1e3", "1.234", "1.", ".5", "1,000", "₹5", "१००", "1234567890123"])
    func wrongAmount(_ amount: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.call("dmt_transfer", ["amount": .string(amount)])
        #expect(response.json["status"] == 461 && response.invalidParameters == ["amount"])
        await sandbox.stop()
    }

    @Test(
        "a wrong content type is refused",
        arguments: [("dmt_transfer", "text/plain"), ("aeps_activate", "application/json")])
    func contentType(_ name: String, _ type: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.call(name, headers: ["content-type": type])
        #expect(response.status == 415)
        await sandbox.stop()
    }

    @Test("a parameter with an object or a list is taken, and a list must be one")
    func structured() async throws {
        let sandbox = try await TestSandbox.start()
        let address: JSONValue = ["line": "1 Street", "pincode": 122001]
        let onboarded = try await sandbox.call("dmt_onboard_sender", ["residence_address": address])
        #expect(onboarded.json["status"] == 0)
        let wrong = try await sandbox.call("pan_bulk", ["entries": "ABCPE1234F"])
        #expect(wrong.invalidParameters == ["entries"])
        let empty = try await sandbox.call("pan_bulk", ["entries": []])
        #expect(empty.invalidParameters == ["entries"])
        await sandbox.stop()
    }

    @Test("an operation without client_ref_id, and one that requires it")
    func commonParameters() async throws {
        let sandbox = try await TestSandbox.start()
        #expect(try await sandbox.call("qr_static", ["client_ref_id": nil]).json["status"] == 0)
        let long = String(repeating: "x", count: 21)
        #expect(try await sandbox.call("qr_static", ["client_ref_id": .string(long)]).json["status"] == 0)
        #expect(try await sandbox.call("dmt_otp", ["client_ref_id": .string(long)]).json["status"] == 461)
        #expect(try await sandbox.call("dmt_transfer", ["client_ref_id": .null]).json["status"] == 461)
        await sandbox.stop()
    }

    @Test("the list of endpoints names each, with its answers")
    func endpoints() async throws {
        let sandbox = try await TestSandbox.start()
        guard case .array(let endpoints)? = try await sandbox.read("endpoints").json["endpoints"] else {
            Issue.record("no list of endpoints")
            return
        }
        #expect(endpoints.count == 108)
        let text = JSONValue.array(endpoints).serialized
        #expect(text.contains(#""path":"/ekoapi/v3/customer/payment/dmt-fino/sender/{customer_id}""#))
        #expect(text.contains(#""status 308""#) && text.contains(#""state?""#) && !text.contains(#""refused""#))
        await sandbox.stop()
    }
}
