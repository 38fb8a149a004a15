import Secrets
import Testing

@testable import WorkflowReports

@Suite("A secret that is learnt late is hidden in earlier steps")
struct LateRedactionTests {
    private func testcase(_ message: String) -> ReportTestcase {
        var testcase = ReportTestcase(name: "send", kind: "send_otp", file: "a.yml", line: 1)
        testcase.verdict = .failure([Problem(.failure, message, parts: [.help("it was \(message)")])])
        testcase.failures = [ReportTestcase.Failure(subject: "body.code", line: 1, expected: "none", actual: message)]
        testcase.exchange = #"{"body":{"code":"\#(message)","n":1}}"#
        return testcase
    }

    private func suite(_ secrets: [Secret], stepCount: Int, _ messages: [String]) -> ReportSuite {
        var suite = ReportSuite(name: "s")
        suite.testcases = messages.map(testcase)
        let redactor = Redactor([]).adding(ofSuite: SecretSearch(secrets))
        LateRedaction(redactor: redactor, surrogates: Surrogates(), stepCount: stepCount).apply(to: &suite)
        return suite
    }

    @Test("in its messages, its failures and its recording, which keeps the form")
    func hidden() {
        let suite = suite([Secret("735102")], stepCount: 1, ["code 735102", "code 735102"])
        let json = suite.testcases[0].json
        #expect(!json.contains("735102") && json.contains("code •••"))
        #expect(suite.testcases[0].exchange?.firstMatch(of: #/"code":"code [1-9]{6}"/#) != nil)
        // The second step was composed when the secret was known.
        #expect(suite.testcases[1].json.contains("735102"))
    }

    @Test("other steps stay as they are")
    func untouched() {
        let before = testcase("code 735103").json
        #expect(suite([Secret("735102")], stepCount: 2, ["code 735103"]).testcases[0].json == before)
    }
}
