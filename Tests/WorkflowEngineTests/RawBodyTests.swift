import HTTP
import JSON
import Secrets
import Source
import Synchronization
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("An answer that is not JSON is judged as text and as bytes")
struct RawBodyTests {
    /// Gives one answer with these bytes.
    private struct OneAnswer: HTTPTransport {
        let response: HTTPResponse
        func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { nil }
        func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
            HTTPExchange(request: request, response: response, timings: HTTPTimings())
        }
    }

    private func run(
        _ steps: String, status: Int = 200, type: String = "text/html", _ body: [UInt8]
    ) async throws -> CollectedRun {
        let planned = PlannedWorkflow(decoded("steps:\n\(steps)"), in: .test())
        let cleared = try await SafetyRules().clear(RunPlan(id: "RUN", workflows: [planned]), services: .fixed)
        let transport = OneAnswer(
            response: HTTPResponse(status: status, headers: [HTTPHeader("content-type", type)], body: body))
        let collected = Mutex(CollectedRun())
        await WorkflowRunner(transport: transport, services: .fixed).run(cleared) { event in
            collected.withLock { $0.fold(event) }
        }
        return collected.withLock(\.self)
    }

    private func outcome(
        _ expect: String, status: Int = 200, type: String = "text/html", _ body: [UInt8]
    ) async throws -> [String] {
        try await run(
            "  - { call: { method: GET, path: /x }, expect: { \(expect) } }\n", status: status, type: type, body
        ).outcomes
    }

    private static let page = Array("<title>Wäre</title>".utf8)

    @Test(
        "all operators of strings judge the text",
        arguments: [
            ("text: { contains: Wäre }", "passed"), ("text: { contains: none }", "failed text"),
            ("text: { matches: '<title>(.*)</title>' }", "passed"),
            ("text: { starts_with: '<', ends_with: '>' }", "passed"),
            ("text: '<title>Wäre</title>'", "passed"), ("text: { length: 19 }", "passed"),
            ("text: { not_contains: Wäre }", "failed text"), ("bytes: { size: 20 }", "passed"),
            ("bytes: { size: { lt: 20 } }", "failed bytes.size"),
            ("bytes: { sha256: \(String(repeating: "0", count: 64)) }", "failed bytes.sha256"),
        ])
    func text(_ expect: String, _ expected: String) async throws {
        #expect(try await outcome(expect, Self.page) == [expected])
    }

    @Test("who looks at the text or the bytes of an undocumented answer may get what is not JSON, whatever its type is")
    func declaredJSON() async throws {
        let lines = Array("{\"a\":1}\n{\"b\":2}".utf8)
        for expect in ["text: { contains: a }", "bytes: { size: 15 }"] {
            #expect(try await outcome(expect, type: "application/json", lines) == ["passed"])
            #expect(
                try await outcome(expect, type: "application/json", Array(#"{"status":347,"a":11}"#.utf8)).first
                    != "passed")
        }
        #expect(try await outcome("http: 200", type: "application/json", lines) == ["errored UnreadableResponse"])
    }

    @Test("a checksum is compared without case, and an empty body has one")
    func checksum() async throws {
        let empty = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
        #expect(try await outcome("bytes: { sha256: \(empty), size: 0 }", []) == ["passed"])
        #expect(try await outcome("text: ''", []) == ["passed"])
        #expect(try await outcome("bytes: { sha256: \(empty) }", [0xFF, 0]) == ["failed bytes.sha256"])
    }

    @Test(
        "text is UTF-8, or Latin-1 if the content type says so",
        arguments: [
            ("text/html; charset=ISO-8859-1", "passed"), ("text/html; q=1; Charset=\"latin1\"", "passed"),
            ("text/html", "errored UnreadableResponse"), ("text/html; charset=shift_jis", "errored UnreadableResponse"),
            ("text/html; charset=utf-8", "errored UnreadableResponse"),
        ])
    func charset(_ type: String, _ expected: String) async throws {
        let body = Array("W".utf8) + [0xE4] + Array("re".utf8)
        #expect(try await outcome("text: Wäre", type: type, body) == [expected])
        #expect(try await outcome("bytes: { size: 4 }", type: type, body) == ["passed"])
    }

    @Test("without another outcome, HTTP 200 is expected, and the body need not be JSON")
    func defaults() async throws {
        #expect(try await outcome("text: { contains: W }", status: 404, Self.page) == ["failed http"])
        #expect(try await outcome("text: { contains: W }, http: 404", status: 404, Self.page) == ["passed"])
        #expect(try await outcome("text: { contains: W }, outcome: any", status: 404, Self.page) == ["passed"])
        // A documented operation has its documented outcome.
        let documented = try await run(
            "  - { validate_token: { otp_verification_token: t }, expect: { text: { contains: W } } }\n", Self.page)
        #expect(documented.outcomes == ["errored UnreadableResponse"])
    }

    @Test("a path that leads to a documented operation has its outcome, once")
    func lateDefaults() async throws {
        let planned = try await run(
            """
              - { id: a, call: { method: GET, path: /x }, expect: { outcome: any }, capture: { p: { from: "${{ response.text }}" } } }
              - { call: { method: POST, path: "/tools/kyc/mobile/${{ steps.a.p }}", body: { mobile: "9002336768" } }, expect: { text: otp } }

            """, Array("otp".utf8))
        #expect(planned.outcomes == ["passed", "errored UnreadableResponse"])
    }

    @Test("a capture reads the text, or a part of it")
    func capture() async throws {
        let text = """
              - id: page
                call: { method: GET, path: /x }
                expect: { text: { contains: title } }
                capture: { all: "${{ response.text }}", title: { from: "${{ response.text }}", matches: "<title>(.*)</title>" } }
              - call: { method: GET, path: /x }
                expect: { text: { equals: "${{ steps.page.all }}", contains: "${{ steps.page.title }}" } }

            """
        #expect(try await run(text, Self.page).outcomes == ["passed", "passed"])
        #expect(try await run(text, [0xFF]).outcomes.first == "errored UnreadableResponse")
    }

    @Test("a message has the start of a long text")
    func longText() async throws {
        let run = try await run(
            "  - { call: { method: GET, path: /x }, expect: { text: { contains: z } } }\n",
            [UInt8](repeating: UInt8(ascii: "a"), count: 100_000))
        guard case .failed(let failures)? = run.workflows.first?.steps.first?.outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failures[0].actual.count < 2_100)
        #expect(failures[0].actual.hasSuffix("a…\""))
    }
}
