import HTTP
import JSON
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("A run sends each request of a workflow once and judges its response")
struct WorkflowRunnerTests {
    private let send = "send_otp: {mobile: '9002336768', csp_id: C1, client_ref_id: R1}"

    @Test("a send has the documented request and is signed")
    func request() async throws {
        let (report, requests) = try await run("steps:\n  - \(send)\n")
        let request = try #require(requests.first)
        #expect(requests.count == 1)
        #expect(request.method == "POST")
        #expect(request.url == "http://127.0.0.1:9/v3/tools/kyc/mobile/otp")
        #expect(
            String(decoding: request.body ?? [], as: UTF8.self)
                == #"{"initiator_id":"9962981729","client_ref_id":"R1","csp_id":"C1","mobile":"9002336768"}"#)
        #expect(request.headers.map(\.name) == ["developer_key", "secret-key", "secret-key-timestamp", "content-type"])
        #expect(report.outcomes == ["passed"])
        #expect(report.tally.smsSent == 1)
    }

    @Test("requests contain the values of variables, captures and functions; a string parameter gets a string")
    func expressions() async throws {
        let workflow = """
            vars: {n: 1.10}
            steps:
              - id: first
                send_otp: {mobile: "${{ vars.mobile }}", csp_id: "${{ vars.n }}"}
                capture: {tid: data.tid, second: "data.list[1]"}
                undocumented: [data.list]
              - call:
                  method: GET
                  path: /x/${{ steps.first.tid }} y
                  query: {a: "${{ steps.first.second }}&", client_ref_id: Q}
                  headers: {x-run: "${{ run.id }}"}
            """
        let (report, requests) = try await run(workflow, variables: ["mobile": 9_002_336_768])
        #expect(report.outcomes == ["passed", "passed"])
        let body = String(decoding: requests[0].body ?? [], as: UTF8.self)
        #expect(body.contains(#""mobile":"9002336768""#))
        #expect(body.contains(#""csp_id":"1.10""#))
        #expect(requests[1].url == "http://127.0.0.1:9/v3/x/42%20y?a=2%26&client_ref_id=Q&initiator_id=9962981729")
        #expect(requests[1].body == nil)
        #expect(requests[1].headers.contains(HTTPHeader("x-run", "RUN")))
    }

    @Test("all expectations of a step are judged, not only up to the first failure")
    func allFailures() async throws {
        let workflow =
            "steps:\n  - \(send)\n    expect: {http: 201, headers: {x-none: a}, body: {status: 0, message: none, data.none: 1}}\n    undocumented: [data.none]\n"
        let (report, _) = try await run(workflow)
        #expect(report.outcomes == ["failed http headers.x-none body.message body.data.none"])
    }

    @Test("a step that does not pass ends its workflow, and the rest is reported as skipped")
    func skipped() async throws {
        let (report, requests) = try await run(
            "steps:\n  - \(send)\n    expect: {http: 500}\n  - \(send)\n  - \(send)\n")
        #expect(report.outcomes == ["failed http", "skipped", "skipped"])
        #expect(requests.count == 1)
        #expect(report.tally.smsSent == 1)
    }

    @Test(
        "SMS are counted as sent, not sent or unknown",
        arguments: [
            (200, #"{"status":0}"#, 1, 0), (200, #"{"status":461}"#, 0, 0), (403, "", 0, 0), (500, "", 0, 1),
            (200, "{}", 0, 1), (200, #"{"status":"0"}"#, 0, 1), (408, "", 0, 1),
            (200, "<html>", 0, 1),
            (302, "", 0, 1),
        ])
    func sendOutcome(_ status: Int, _ body: String, _ sent: Int, _ unknown: Int) async throws {
        let (report, _) = try await run("steps:\n  - \(send)\n", transport: FakeTransport([.success((status, body))]))
        #expect(report.tally.smsSent == sent)
        #expect(report.tally.smsUnknown == unknown)
    }

    @Test(
        "without a response, a request that was certainly not sent is distinguished from one that may have been sent",
        arguments: [
            (TransportError.Delivery.notSent, "errored NotSent", 0), (.unknown, "errored OutcomeUnknown", 1),
        ])
    func transportError(_ delivery: TransportError.Delivery, _ outcome: String, _ unknown: Int) async throws {
        let error = TransportError(reason: .connectionLost, delivery: delivery, message: "lost", elapsed: .zero)
        let (report, requests) = try await run(
            "steps:\n  - \(send)\n  - \(send)\n", transport: FakeTransport([.failure(error)]))
        #expect(report.outcomes == [outcome, "skipped"])
        #expect(report.tally.smsUnknown == unknown)
        #expect(requests.count == 1)
    }

    @Test("HTTP 200 without JSON is an error; a refusal without JSON is a failure")
    func notJSON() async throws {
        let success = try await run("steps:\n  - \(send)\n", transport: FakeTransport([.success((200, "<html>"))]))
        #expect(success.report.outcomes == ["errored UnreadableResponse"])
        let refusal = try await run("steps:\n  - \(send)\n", transport: FakeTransport([.success((403, "Forbidden"))]))
        #expect(refusal.report.outcomes == ["failed http body.status"])
    }

    @Test("a capture that finds nothing is an error")
    func missingCapture() async throws {
        let (report, _) = try await run(
            "steps:\n  - id: a\n    \(send)\n    capture: {x: data.none}\n    undocumented: [data.none]\n")
        #expect(report.outcomes == ["errored MissingCapture"])
    }

    @Test("a value that is invalid at run time is an error, and nothing is sent")
    func invalidAtRunTime() async throws {
        let workflow = """
            steps:
              - id: a
                call: {method: GET, path: /x}
                capture: {tid: data.tid}
              - send_otp: {mobile: "${{ steps.a.tid }}", csp_id: c}
            """
        let (report, requests) = try await run(workflow)
        #expect(report.outcomes == ["passed", "errored InvalidValue"])
        #expect(requests.count == 1)
    }

    @Test("a header with a line break is never sent")
    func headerInjection() async throws {
        let known = "steps:\n  - call: {method: GET, path: /x, headers: {x-a: '${{ vars.v }}'}}\n"
        #expect(try await checked(known, variables: ["v": "a\r\nx-b: c"]) == ["invalid_header"])
        let text = """
            steps:
              - {id: a, call: {method: GET, path: /a}, capture: {v: data.v}}
              - call: {method: GET, path: /x, headers: {x-a: "${{ steps.a.v }}"}}
            """
        let (report, requests) = try await run(
            text, transport: FakeTransport([.success((200, #"{"status":0,"data":{"v":"a\r\nx-b: c"}}"#))]))
        #expect(report.outcomes == ["passed", "errored InvalidValue"])
        #expect(requests.count == 1)
    }

    @Test(
        "a path that the server may read differently is never sent",
        arguments: ["/a/../b", "/a/./b", "/a/%2e%2E/b", "/a%2Fb", "/a?b"])
    func hiddenPaths(_ path: String) async throws {
        let known = "steps:\n  - call: {method: GET, path: '${{ vars.p }}'}\n"
        #expect(try await checked(known, variables: ["p": .string(path)]) == ["wrong_type"])
        let text = """
            steps:
              - {id: a, call: {method: GET, path: /a}, capture: {p: data.p}}
              - call: {method: GET, path: "${{ steps.a.p }}"}
            """
        let (report, requests) = try await run(
            text, transport: FakeTransport([.success((200, #"{"status":0,"data":{"p":"\#(path)"}}"#))]))
        #expect(report.outcomes == ["passed", "errored InvalidValue"])
        #expect(requests.count == 1)
    }

    @Test("step names are unique in their workflow")
    func names() async throws {
        let (report, _) = try await run(
            "steps:\n  - \(send)\n  - {name: send_otp (2), \(send)}\n  - \(send)\n  - {name: x, \(send)}\n")
        #expect(report.workflows[0].steps.map(\.name) == ["send_otp", "send_otp (2)", "send_otp (3)", "x"])
    }
}
