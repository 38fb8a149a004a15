import Foundation
import Source
import Testing
import WorkflowEngine

@testable import WorkflowReports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Every reader understands JUnit reports")
struct JUnitFormatTests {
    @Test("counts add up at both levels, and every step is included")
    func counts() throws {
        let fixture = try ReportFixture(outcomes: [
            .passed, .failed([failure()]), .errored(StepError(.outcomeUnknown, "lost", at: nil)),
            .skipped(.earlierStepFailed(title: "x")),
        ])
        let document = try XMLDocument(xmlString: fixture.junit)
        let root = try #require(document.rootElement())
        let suite = try #require(root.elements(forName: "testsuite").first)
        for element in [root, suite] {
            #expect(
                ["tests", "failures", "errors", "skipped"].map { element.attribute(forName: $0)?.stringValue } == [
                    "4", "1", "1", "1",
                ])
        }
        let cases = suite.elements(forName: "testcase")
        #expect(cases.map { $0.children?.compactMap(\.name) ?? [] } == [[], ["failure"], ["error"], ["skipped"]])
        #expect(
            cases.map { $0.attribute(forName: "classname")?.stringValue } == Array(repeating: "workflows.a", count: 4))
        #expect(Set(cases.map { $0.attribute(forName: "name")?.stringValue }).count == 4)
    }

    @Test("times are seconds with three decimals, and the timestamp is UTC without a zone")
    func times() throws {
        let junit = try ReportFixture(outcomes: [.passed]).junit
        #expect(junit.contains("time=\"1234.567\""))
        #expect(junit.contains("timestamp=\"2026-01-02T03:04:05\""))
    }

    @Test("a failure has a message in one line, a type in CamelCase, and the excerpt as its body")
    func failureText() throws {
        let junit = try ReportFixture(outcomes: [.failed([failure(help: "look")])]).junit
        #expect(junit.contains("message=\"http: expected 200, actual 403\" type=\"ExpectationFailed\""))
        #expect(junit.contains("2 |   http: 200\n  |         ^^^ expected 200\n"))
        #expect(junit.contains("= help: look"))
    }

    @Test(
        "hostile texts cannot break a report",
        arguments: [
            "\u{1B}[31mred", "\0", "]]>", "<a b='c'>&amp;", "\u{FFFE}\u{FFFF}", "a\r\nb\tc",
            "[[ATTACHMENT|/etc/passwd]]", "##vso[task]",
            "##teamcity[x]", "::error::x", "😀 नमस्ते \u{202E}", "--><!--", "\u{85}\u{2028}", "%n%s", "\"'",
        ])
    func hostile(_ text: String) throws {
        let allowedInYAML = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" && !(0xFFFE...0xFFFF ~= $0.value) }))
        let fixture = try ReportFixture(
            name: "n \(allowedInYAML)", outcomes: [.failed([failure(expected: text, actual: text)])])
        let document = try XMLDocument(xmlString: fixture.junit)
        #expect(document.rootElement()?.elements(forName: "testsuite").count == 1)
        for command in ["[[ATTACHMENT|", "##vso[", "##teamcity[", "\n::error", "\u{1B}", "\0"] {
            #expect(!fixture.junit.contains(command))
        }
    }

    @Test(
        "a step that passed after a retry is flaky, and a poll is not",
        arguments: [
            (StepOutcome.passed, false, "flaky"), (.errored(StepError(.notSent, "refused", at: nil)), false, "rerun"),
            (.passed, true, ""),
        ])
    func retries(_ outcome: StepOutcome, _ isPolled: Bool, _ prefix: String) throws {
        var document = try ReportFixture(outcomes: [outcome]).document
        document.suites[0].testcases[0].isPolled = isPolled
        document.suites[0].testcases[0].earlierAttempts = [
            .init(
                verdict: .error(type: "NotSent", [Problem(.error, "refused", parts: [.lines("all < of it")])]),
                duration: .zero),
            .init(verdict: .failure([Problem(.failure, "http", parts: [.lines("b")])]), duration: .zero),
        ]
        let element = try testcase(JUnitFormat().text(of: document))
        let names = element.children?.compactMap(\.name).filter { $0.hasSuffix("Error") || $0.hasSuffix("Failure") }
        #expect(names == (prefix.isEmpty ? [] : ["\(prefix)Error", "\(prefix)Failure"]))
        if !prefix.isEmpty {
            let attempt = element.elements(forName: "\(prefix)Error").first
            #expect(attempt?.elements(forName: "stackTrace").first?.stringValue == "error: refused\nall < of it")
            #expect(attempt?.attribute(forName: "type")?.stringValue == "NotSent")
        }
        let strict = try testcase(JUnitFormat(isStrict: true).text(of: document))
        #expect(strict.elements(forName: "\(prefix)Error").isEmpty)
        let again = try ReportDocument.read(Array(JSONFormat().text(of: document).utf8))
        #expect(JUnitFormat().text(of: again) == JUnitFormat().text(of: document))
    }

    @Test("a testcase has its ids and the tags as properties, and its exchange as output; a passed one has no output")
    func properties() throws {
        var document = try ReportFixture(outcomes: [.passed, .failed([failure()])]).document
        document.suites[0].tags = ["smoke", "otp"]
        for index in 0..<2 {
            document.suites[0].testcases[index].id = "send"
            document.suites[0].testcases[index].testID = index == 0 ? "OTP-12" : "C123"
            document.suites[0].testcases[index].exchange =
                #"{"method":"GET","url":"http://a/b","time":1,"timings":{"total":1},"status":200,"headers":[],"query":{},"body":{"a":1}}"#
        }
        let root = try #require(try XMLDocument(xmlString: JUnitFormat().text(of: document)).rootElement())
        let cases = root.elements(forName: "testsuite")[0].elements(forName: "testcase")
        let properties = cases.map { testcase in
            testcase.elements(forName: "properties").flatMap { $0.elements(forName: "property") }.map {
                "\($0.attribute(forName: "name")?.stringValue ?? "")=\($0.attribute(forName: "value")?.stringValue ?? "")"
            }
        }
        #expect(
            properties == [
                ["step_id=send", "test_id=OTP-12", "test_key=OTP-12", "tags=smoke,otp"],
                ["step_id=send", "test_id=C123", "tags=smoke,otp"],
            ])
        #expect(cases[0].elements(forName: "system-out").isEmpty)
        #expect(
            cases[1].elements(forName: "system-out").first?.stringValue
                == "request: GET http://a/b\nresponse: HTTP 200 in 1 ms\n{\n  \"a\": 1\n}")
        let strict = try testcase(JUnitFormat(isStrict: true).text(of: document))
        #expect(strict.elements(forName: "properties").isEmpty && strict.elements(forName: "system-out").isEmpty)
    }

    @Test("no two properties of suites have one name, because a reader joins them")
    func uniqueProperties() throws {
        var document = try ReportFixture(outcomes: [.passed]).document
        document.suites += document.suites
        let root = try #require(try XMLDocument(xmlString: JUnitFormat().text(of: document)).rootElement())
        let names = root.elements(forName: "testsuite").flatMap { $0.elements(forName: "properties") }
            .flatMap { $0.elements(forName: "property") }.compactMap { $0.attribute(forName: "name")?.stringValue }
        #expect(Set(names).count == names.count && names.contains("environment") && names.contains("environment_2"))
    }

    @Test("the strict form has everything that the schemas require, and nothing else")
    func strict() throws {
        var document = try ReportFixture(outcomes: [.passed, .skipped(.interrupted)]).document
        document.suites += ReportDocument.ofRunThatDidNotStart([Problem(.error, "m")], type: "InvalidInput").suites
        let root = try #require(
            XMLDocument(xmlString: JUnitFormat(isStrict: true).text(of: document)).rootElement())
        #expect(root.attributes?.isEmpty != false)
        let suites = root.elements(forName: "testsuite")
        #expect(suites.map { $0.attribute(forName: "id")?.stringValue } == ["0", "1"])
        for suite in suites {
            for name in ["timestamp", "hostname", "package"] {
                #expect(suite.attribute(forName: name)?.stringValue?.isEmpty == false, "\(name)")
            }
            #expect(suite.attribute(forName: "file") == nil)
            #expect(Array((suite.children ?? []).compactMap(\.name).suffix(2)) == ["system-out", "system-err"])
            for testcase in suite.elements(forName: "testcase") {
                #expect(Set((testcase.attributes ?? []).compactMap(\.name)) == ["classname", "name", "time"])
            }
        }
    }

    private func testcase(_ xml: String) throws -> XMLElement {
        try #require(
            XMLDocument(xmlString: xml).rootElement()?.elements(forName: "testsuite").first?
                .elements(forName: "testcase").first)
    }

    @Test("the report of a run that did not start has a testcase with the reason")
    func earlyEnd() throws {
        let problems = [Diagnostic.error(.tooDeep, "a < b", at: nil, help: "##vso[x]")].problemsOfReport(
            masksNumbers: true)
        let junit = JUnitFormat().text(of: .ofRunThatDidNotStart(problems, type: "InvalidInput"))
        let error = try XMLDocument(xmlString: junit).rootElement()?.elements(forName: "testsuite").first?
            .elements(forName: "testcase").first?.elements(forName: "error").first
        #expect(error?.attribute(forName: "message")?.stringValue == "a < b")
        #expect(error?.stringValue?.contains("##vso[") == false)
    }
}
