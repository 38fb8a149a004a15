import Contract
import JSON
import Testing

@testable import EkoSandbox

@Suite("Documented answers on demand", .serialized, .timeLimit(.minutes(5)))
struct DocumentedAnswerTests {
    @Test("every documented answer of every operation", arguments: Contract.Operation.all.map(\.name))
    func everyAnswer(_ name: String) async throws {
        let operation = try #require(Contract.Operation.named(name))
        let sandbox = try await TestSandbox.start()
        for answer in operation.answersByName where !(operation.isOfOTP && answer.isSuccess) {
            // An inquiry has successes of the same name.
            if name == "transaction", answer.isSuccess { continue }
            let body = JSONValue.object(
                JSONObject([("endpoint", .string(name)), ("times", 1), ("answer", .string(answer.name))]))
            #expect(try await sandbox.control("behaviours", body.serialized).status == 200)
            let response = try await sandbox.call(name)
            #expect(response.status == answer.http)
            if answer.http != 200, answer.body == nil { continue }
            let value = try #require(response.value)
            #expect(
                operation.deviations(http: answer.http, body: value).map(\.message) == [],
                "\(answer.name): \(response.body)")
            if case .object(let envelope) = value {
                #expect(answer.matches(EnvelopeCodes(envelope)), "\(answer.name): \(response.body)")
            }
        }
        await sandbox.stop()
    }

    @Test(
        "a status is answered as the operation documents it, else with response_status_id 1 and type -1 or the code",
        arguments: [
            (
                "dmt_recipients", 463,
                #"{"status":463,"response_status_id":1,"response_type_id":-1,"message":"User not found","invalid_params":{"customer_id":"customer_id is invalid"}}"#
            ),
            (
                "dmt_otp", 945,
                #"{"status":945,"response_status_id":1,"response_type_id":945,"message":"Monthly limit exhausted"}"#
            ),
            (
                "send_otp", 945,
                #"{"status":945,"response_status_id":1,"response_type_id":945,"message":"Monthly limit exhausted"}"#
            ),
            (
                "send_otp", 463,
                #"{"status":463,"response_status_id":1,"response_type_id":-1,"message":"User not found"}"#
            ),
            ("send_otp", 999, #"{"status":999,"response_status_id":1,"response_type_id":-1,"message":"Status 999"}"#),
            (
                "send_otp", 461,
                #"{"status":461,"response_status_id":1,"response_type_id":-1,"message":"Invalid parameters","invalid_params":{"mobile":"mobile is invalid"}}"#
            ),
            (
                "send_otp", 319,
                #"{"status":319,"response_status_id":1,"response_type_id":-1,"message":"Invalid Sender/Initiator","invalid_params":{"initiator_id":"initiator_id is not a registered user"}}"#
            ),
            (
                "verify_otp", 1,
                #"{"status":1,"response_status_id":1,"response_type_id":1632,"message":"OTP verification failed.","data":{}}"#
            ),
            (
                "validate_token", 1,
                #"{"status":1,"response_status_id":1,"response_type_id":1634,"message":"The OTP verification token has timed out."}"#
            ),
            ("refund", 347, #"{"status":1,"response_status_id":347,"message":"Insufficient balance"}"#),
        ])
    func status(_ name: String, _ status: Int, _ body: String) async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"endpoint":"\#(name)","status":\#(status)}"#)
        #expect(try await sandbox.call(name).body == body)
        await sandbox.stop()
    }

    @Test("an HTTP error has the body that the operation documents")
    func http() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"http":400}"#)
        let documented = try await sandbox.call("pan_lite")
        #expect(documented.status == 400 && documented.json["status"] == 1)
        let undocumented = try await sandbox.call("dmt_otp")
        #expect(undocumented.status == 400 && undocumented.body == #"{"message":"Bad Request"}"#)
        await sandbox.stop()
    }

    @Test("a refusal on demand sends nothing, a success does")
    func effects() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"endpoint":"levin_sender","times":1,"answer":"status 308"}"#)
        #expect(try await sandbox.call("levin_sender").json["status"] == 308)
        #expect(try await sandbox.inbox(of: mobile).isEmpty)
        _ = try await sandbox.control("behaviours", #"{"endpoint":"levin_sender","times":1,"answer":"success 2129"}"#)
        #expect(try await sandbox.call("levin_sender").json["status"] == 2129)
        #expect(try await sandbox.inbox(of: mobile).count == 1)
        await sandbox.stop()
    }

    @Test(
        "a name of an answer that does not exist is explained",
        arguments: [
            (#"{"endpoint":"dmt_sender","answer":"status 55"}"#, "'status 308'"),
            (#"{"endpoint":"dmt_sender","answer":"refused"}"#, "'answer' must be one of 'success'"),
            (#"{"answer":"status 3080"}"#, "GET /_sandbox/endpoints lists them"),
            (#"{"answer":308}"#, "'answer' must be"), (#"{"tx_status":7}"#, "a number from 0 to 6"),
            (#"{"tx_status":"2"}"#, "a number from 0 to 6"),
        ])
    func unknown(_ body: String, _ message: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.control("behaviours", body)
        #expect(response.status == 400 && response.body.contains(message), "\(response.body)")
        await sandbox.stop()
    }

    @Test("an answer without an endpoint is given by the endpoints that document it")
    func everyEndpoint() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"answer":"status 308"}"#)
        #expect(try await sandbox.call("dmt_sender").json["status"] == 308)
        #expect(try await sandbox.call("dmt_otp").json["status"] == 0)
        await sandbox.stop()
    }
}
