import JSON
import Testing

@testable import EkoSandbox

@Suite("The list of calls", .timeLimit(.minutes(5)))
struct CallListTests {
    private func calls(_ sandbox: TestSandbox, _ query: String = "") async throws -> [JSONObject] {
        let answer = try await sandbox.send("GET", "/_sandbox/calls\(query)", headers: [:])
        #expect(answer.status == 200)
        guard case .array(let calls) = answer.json["calls"] else { return [] }
        return calls.compactMap { if case .object(let call) = $0 { call } else { nil } }
    }

    @Test("a call has its parameters and its answer, and no key")
    func parameters() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.sendOTP()
        let call = try #require(try await calls(sandbox).first)
        #expect(call.text("method") == "POST" && call.text("endpoint") == "send_otp")
        #expect(call["http"] == 200 && call["status"] == 0)
        guard case .object(let request)? = call["request"], case .object(let response)? = call["response"] else {
            Issue.record("the parameters or the answer are missing: \(call)")
            return
        }
        #expect(request.text("mobile") == mobile)
        #expect(response.text("message") == "OTP has been sent")
        let text = JSONValue.object(call).serialized
        #expect(!text.contains("sandbox-developer-key") && !text.contains("secret-key"))
        await sandbox.stop()
    }

    @Test("calls about one number or of one endpoint can be asked for; another parameter is an error")
    func filter() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.sendOTP()
        #expect(try await calls(sandbox, "?mobile=\(mobile)").count == 1)
        #expect(try await calls(sandbox, "?mobile=9999999999").isEmpty)
        #expect(try await calls(sandbox, "?endpoint=send_otp").count == 1)
        #expect(try await calls(sandbox, "?endpoint=dmt_transfer").isEmpty)
        #expect(try await calls(sandbox, "?endpoint=send_otp&mobile=9999999999").isEmpty)
        #expect(try await sandbox.send("GET", "/_sandbox/calls?phone=1", headers: [:]).status == 400)
        #expect(try await sandbox.send("GET", "/_sandbox/calls?endpoint=send", headers: [:]).status == 400)
        await sandbox.stop()
    }
}
