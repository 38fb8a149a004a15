import JSON
import Testing

@testable import EkoSandbox

@Suite("Behaviour on demand", .timeLimit(.minutes(5)))
struct BehaviourTests {
    @Test("a requested status is returned in the API's envelope, and nothing is sent")
    func status() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.callSend(to: "0000110347")
        #expect(
            response.body
                == #"{"status":347,"response_status_id":1,"response_type_id":-1,"message":"Insufficient balance"}"#
        )
        #expect(try await sandbox.inbox(of: "0000110347").isEmpty)
        await sandbox.stop()
    }

    @Test("a requested HTTP status is returned, and a redirect leads to another host", arguments: [500, 403, 307])
    func http(_ status: Int) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.callSend(to: "0000120\(status)")
        #expect(response.status == status)
        #expect(response.head.contains("location: http://localhost:") == (status == 307))
        #expect(try await sandbox.inbox(of: "0000120\(status)").isEmpty)
        await sandbox.stop()
    }

    @Test("a wrong signature is refused, also for a magic number")
    func refused() async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.callSend(to: "0000110347", headers: ["secret-key": "AAAA"])
        #expect(response.status == 403)
        await sandbox.stop()
    }

    @Test("a fault loses the answer, but the SMS is sent")
    func fault() async throws {
        let sandbox = try await TestSandbox.start()
        await #expect(throws: (any Error).self) { try await sandbox.callSend(to: "0000140001") }
        #expect(try await sandbox.inbox(of: "0000140001").count == 1)
        await sandbox.stop()
    }

    @Test("a clock that is ahead refuses callers with the correct time, and shows in Date")
    func clock() async throws {
        let sandbox = try await TestSandbox.start()
        let late = try await sandbox.callSend(to: "0000150600")
        #expect(late.status == 403)
        #expect(late.head.contains("date: Tue, 14 Nov 2023 22:23:20 GMT"))
        #expect(late.head.contains("600 s off"))
        let right = try await sandbox.callSend(to: mobile)
        #expect(right.head.contains("date: Tue, 14 Nov 2023 22:13:20 GMT"))
        await sandbox.stop()
    }

    @Test("a rule applies to the calls that it names, as often as it says, and the newest rule wins")
    func rules() async throws {
        let sandbox = try await TestSandbox.start()
        let first = try await sandbox.control("behaviours", #"{"status":347}"#)
        #expect(first.body == #"{"id":1,"status":347}"#)
        _ = try await sandbox.control(
            "behaviours", #"{"endpoint":"send_otp","mobile":"9002336768","times":2,"http":503}"#)
        #expect(try await sandbox.callSend(to: "9002336769").json["status"] == 347)
        #expect(try await sandbox.callSend(to: mobile).status == 503)
        #expect(try await sandbox.verify("1").json["status"] == 347)
        #expect(try await sandbox.callSend(to: mobile).status == 503)
        #expect(try await sandbox.callSend(to: mobile).json["status"] == 347)
        let listed = try await sandbox.send("GET", "/_sandbox/behaviours")
        #expect(listed.body.hasPrefix(#"{"rules":[{"id":1,"status":347}],"table":[{"number":"0000 e1 nnnn""#))
        #expect(try await sandbox.send("DELETE", "/_sandbox/behaviours").status == 200)
        #expect(try await sandbox.callSend(to: mobile).json["status"] == 0)
        await sandbox.stop()
    }

    @Test("a call that is refused before a rule has an effect does not use up the rule")
    func givenBack() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"times":1,"status":347}"#)
        #expect(try await sandbox.callSend(to: mobile, headers: ["secret-key": "AAAA"]).status == 403)
        #expect(try await sandbox.callSend(to: "123").json["status"] == 461)
        #expect(try await sandbox.callSend(to: mobile).json["status"] == 347)
        #expect(try await sandbox.callSend(to: mobile).json["status"] == 0)
        await sandbox.stop()
    }

    @Test("a rule can have several behaviours, and overrides a magic number")
    func several() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"mobile":"0000110347","delay":1,"status":463}"#)
        #expect(try await sandbox.callSend(to: "0000110347").json["status"] == 463)
        await sandbox.stop()
    }

    @Test(
        "errors in a rule are explained",
        arguments: [
            ("{}", "expected one of status, http"), ("[]", "not a JSON object"),
            (#"{"stat":1}"#, "unknown property 'stat'"),
            (#"{"status":0}"#, "'status' must be"), (#"{"status":"x"}"#, "'status' must be"),
            (#"{"http":200}"#, "'http' must be"), (#"{"fault":"none"}"#, "one of close_before"),
            (#"{"delay":"-1s"}"#, "'delay' must be"), (#"{"delay":"1 s"}"#, "'delay' must be"),
            (#"{"delay":1e30}"#, "'delay' must be"), (#"{"clock":"9999999999999999h"}"#, "'clock' must be"),
            (#"{"clock":-9223372036854775808}"#, "'clock' must be"),
            (#"{"status":1,"times":0}"#, "'times' must be"), (#"{"status":1,"mobile":1}"#, "'mobile' must be"),
            (#"{"status":1,"mobile":"123456789012345678901"}"#, "at most 20 characters"),
            (#"{"status":1,"endpoint":"send"}"#, "the name of an endpoint, such as send_otp"),
        ])
    func wrongRules(_ body: String, _ message: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.control("behaviours", body)
        #expect(response.status == 400)
        #expect(response.body.contains(message))
        #expect(try await sandbox.callSend(to: mobile).json["status"] == 0)
        await sandbox.stop()
    }

    @Test(
        "control requests must be declared as JSON, so pages of other sites cannot send them",
        arguments: ["behaviours", "clock", "reset"])
    func contentType(_ path: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.send(
            "POST", "/_sandbox/\(path)", headers: ["content-type": "text/plain"], body: #"{"status":347}"#)
        #expect(response.status == 400)
        #expect(response.body.contains("the content-type must be application/json"))
        await sandbox.stop()
    }

    @Test("the number of rules is limited")
    func bound() {
        let behaviours = BehaviourRules()
        for _ in 0..<BehaviourRules.maximumCount {
            #expect(behaviours.add(endpoint: nil, mobile: nil, times: nil, [.status(1)]) != nil)
        }
        #expect(behaviours.add(endpoint: nil, mobile: nil, times: nil, [.status(1)]) == nil)
    }
}
