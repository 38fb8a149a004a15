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

    /// A recorded exchange after it was searched for secrets.
    private func recorded(_ exchange: String, _ secrets: [Secret]) -> String? {
        var suite = ReportSuite(name: "s")
        suite.testcases = [ReportTestcase(name: "send", kind: "send_otp", file: "a.yml", line: 1)]
        suite.testcases[0].exchange = exchange
        let redactor = Redactor([]).adding(ofSuite: SecretSearch(secrets))
        LateRedaction(redactor: redactor, surrogates: Surrogates(), stepCount: 1).apply(to: &suite)
        return suite.testcases[0].exchange
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

    @Test(
        "everywhere in its recording, which says what was hidden",
        arguments: [
            #""url":"http://a/v/735102?x=1""#, #""headers":[["x-code","735102"]]"#, #""query":{"q":"735102"}"#,
            #""request":{"a":["735102"]}"#, #""request":735102"#, #""body":{"735102":1}"#, #""body":735102"#,
            #""body_text":"code 735102""#, #""body_not_utf8":"735102 �""#, #""vars":{"v":"735102"}"#,
        ])
    func everywhere(_ member: String) throws {
        let exchange = "{\(member)}"
        let hidden = try #require(recorded(exchange, [Secret("735102")]))
        #expect(!hidden.contains("735102"))
        let surrogate = try #require(hidden.firstMatch(of: #/"hidden_secrets":\["([1-9]{6})"\]/#)?.1)
        #expect(hidden.matches(of: try Regex(String(surrogate))).count == 2)
    }

    @Test("of a body in which it is hidden, no checksum is kept, from which it could be found by trying")
    func checksum() throws {
        let digest = #""body_digest":{"size":6,"sha256":"\#(String(repeating: "a", count: 64))"}"#
        let secret = [Secret("735102")]
        let hidden = try #require(recorded(#"{"body_text":"735102",\#(digest)}"#, secret))
        #expect(hidden.contains(#""body_digest":{"size":6}"#))
        // The body has no part in it.
        let other = try #require(recorded(#"{"url":"/735102","body_text":"b",\#(digest)}"#, secret))
        #expect(other.contains(digest))
    }

    @Test(
        "what stands for a mobile number is no part of a secret, nor is what the program wrote itself",
        arguments: [
            (#"{"url":"/9900000729","body":{"a": "+919900000729"},"hidden_numbers":["9900000729"]}"#, "id-00000729-b"),
            (#"{"time":1796131164207,"timings":{"total":1.187},"status":200,"body":{"a": 1}}"#, "1187"),
            (#"{"status":200,"body":{"a": 1},"body_digest":{"size":7351}}"#, "7351"),
            (#"{"time":1796131164207,"body":{"a": 1}}"#, "1796131164207"),
        ])
    func ownNumbers(_ exchange: String, _ secret: String) {
        #expect(recorded(exchange, [Secret(secret)]) == exchange)
    }

    @Test("what stands for a number stays in groups too")
    func groups() {
        let exchange = #"{"body":{"a": "+91 99000 00729"},"hidden_numbers":["9900000729"]}"#
        #expect(recorded(exchange, [Secret("00729")]) == exchange)
    }

    @Test("what stands for a token stays, also if a later token has the same header")
    func tokens() {
        let header = "eyJhbGciOiJIUzI1NiJ9"
        let exchange = #"{"body":{"a": "\#(header).abc.def"},"hidden_secrets":["\#(header).abc.def"]}"#
        #expect(recorded(exchange, [Secret("\(header).ghi.jkl"), Secret("735102")]) == exchange)
    }

    @Test("what stands for a secret is replaced if it is another secret by chance")
    func chance() throws {
        let hidden = try #require(
            recorded(#"{"body":{"a":"735102"},"hidden_secrets":["735102"]}"#, [Secret("735102")]))
        #expect(!hidden.contains("735102"))
    }

    @Test("a secret beside what stands for one is hidden, and each of several")
    func several() throws {
        let exchange =
            #"{"body":{"a":"1 735102 2 9900000729 735102","b":"9900000729, 735102"},"hidden_numbers":["9900000729"]}"#
        let hidden = try #require(recorded(exchange, [Secret("735102"), Secret("token-00000729-b")]))
        #expect(!hidden.contains("735102"))
        #expect(hidden.matches(of: #/9900000729/#).count == 3)
    }

    @Test("a number that stands for nobody is searched, also beside one that does")
    func otherNumbers() throws {
        let exchange = #"{"body":{"a":"8800000729","b":"9900000729"},"hidden_numbers":["9900000729"]}"#
        let hidden = try #require(recorded(exchange, [Secret("token-00000729-b")]))
        #expect(!hidden.contains("8800000729") && hidden.contains(#""b":"9900000729""#))
    }

    @Test("names and places of the files stay")
    func names() {
        var suite = ReportSuite(name: "s")
        var step = testcase("code 7351")
        (step.name, step.file, step.line, step.id) = ("step 7351", "7351.yml", 7351, "s-7351")
        suite.testcases = [step]
        let redactor = Redactor([]).adding(ofSuite: SecretSearch([Secret("7351")]))
        LateRedaction(redactor: redactor, surrogates: Surrogates(), stepCount: 1).apply(to: &suite)
        let after = suite.testcases[0]
        #expect(after.name == step.name && after.file == step.file && after.line == 7351 && after.id == step.id)
        #expect(after.verdict.message == "code •••" && after.failures[0].actual == "code •••")
    }

    @Test("other steps stay as they are")
    func untouched() {
        let before = testcase("code 735103").json
        #expect(suite([Secret("735102")], stepCount: 2, ["code 735103"]).testcases[0].json == before)
    }
}
