import JSON
import Testing

@testable import WorkflowReports

@Suite("A report that somebody else wrote controls no reader")
struct HostileReportTests {
    /// A report with this string in every field that can have one.
    private func document(with text: String) throws -> ReportDocument {
        let quoted = JSONValue.string(text).serialized
        func step(_ number: Int, _ verdict: String) -> String {
            """
            {"name":"\(number) "@,"kind":"k"@,"file":"f"@,"line":4,"expects":["http"@],"ms":1.5,"sms":"none",
             "verdict":"\(verdict)","type":"Type"@,"message":"m"@,"body":"error: m\\nb"@,
             "problems":[{"kind":"error","id":"i"@,"headline":"h"@,"parts":[
               {"excerpt":{"file":"f"@,"line":1,"column":1,"text":"t"@,"start":-5,"width":\(Int.max),
                "labels":[{"role":"expected","text":"l"@},{"role":"actual","text":"l"@}]}},
               {"place":{"file":"p"@,"line":1,"column":1}},{"help":"h"@},{"note":"n"@},{"lines":"l"@}]}],
             "failures":[{"subject":"s"@,"line":4,"expected":"e"@,"actual":"a"@}],
             "exchange":{"method":"GET"@,"url":"u"@,"status":200,"headers":[["n"@,"v"@]],"body":{"k"@:"v"@}}}
            """
        }
        let steps = ["failure", "error", "skipped", "passed"].enumerated().map { step($0.offset, $0.element) }
        let report = """
            {"report":1,"ekoflow":"v"@,"run":"r"@,"started":"2026-11-28T06:42:44.512Z"@,"suites":[
             {"name":"n"@,"file":"f"@,"class":"c"@,"environment":"e"@,"host":"h"@,"started":"2026-11-28"@,"tags":["t"@],
              "case":"c"@,"ms":1,"steps":[\(steps.joined(separator: ","))]}],"ms":1,"interrupted":false}
            """
        let whole = report.replacing("\"@", with: quoted.dropFirst()).replacing("\n", with: "")
        return try ReportDocument.read(Array(whole.utf8))
    }

    @Test("every output of it", arguments: OutputTextTests.hostileTexts)
    func outputs(_ text: String) throws {
        let document = try document(with: text)
        #expect(document.counts.testcases == 4)
        var github = GitHubReport()
        for suite in document.suites { github.take(suite) }
        let empty = ReportDocument()
        let outputs = [
            "junit": JUnitFormat().text(of: document), "strict": JUnitFormat(isStrict: true).text(of: document),
            "json": JSONFormat().text(of: document), "tap": TAPFormat().text(of: document),
            "show": DocumentSummary(document).text(.plain),
            "diff": DifferenceText(.plain).text(DocumentDifference(from: empty, to: document)),
            "gone": DifferenceText(.plain).text(DocumentDifference(from: document, to: empty)),
            "summary": github.summary(duration: .zero),
            "problems": ProblemRenderer(.plain).render(document.suites[0].testcases.flatMap(\.verdict.problems)),
        ]
        for (name, output) in outputs { #expect(Readers.whatActs(in: output) == [], "\(name): \(output)") }
        let annotations = github.annotations
        #expect(Readers.whatActs(in: annotations, ownCommands: "::error file=") == [], "\(annotations)")
        #expect(annotations.split(separator: "\n").count == 2)
        let page = HTMLFormat().text(of: document)
        #expect(page.split(separator: "</script>").count == 4)
        let data = page.split(separator: "id=\"data\">\n")[1].split(separator: "</script>")[0]
        #expect(Readers.whatActs(in: String(data)) == [])
    }

    @Test("a failure's excerpt is where its own columns are, even if a separator is put into its line")
    func excerpt() throws {
        let fixture = try ReportFixture(outcomes: [.failed([failure(actual: "##vso[x]")])])
        #expect(
            fixture.console.contains("                  actual   \"#·#vso[x]\"")
                || fixture.console.contains("#·#vso[x]"))
        #expect(Readers.whatActs(in: fixture.console) == [])
    }

    @Test(
        "a step of an earlier version is the same step",
        arguments: ["#\u{200B}#[x]", ":\u{200B}:a", "[\u{200B}[ATTACHMENT|x"])
    func earlierNames(_ recorded: String) {
        #expect(RecordedSuite.key(recorded) == RecordedSuite.key(recorded.replacing("\u{200B}", with: "")))
        #expect(RecordedSuite.key(recorded) != RecordedSuite.key("x"))
    }

    @Test(
        "parts that cannot be",
        arguments: [#"{"number":1,"count":0,"split":"s"}"#, #"{"number":3,"count":2,"split":"s"}"#])
    func parts(_ part: String) throws {
        let report = #"{"report":1,"ekoflow":"","run":"r","started":"","part":"# + part + #","suites":[]}"#
        let document = try ReportDocument.read(Array(report.utf8))
        #expect(ReportDocument.mismatch(of: [document])?.hasSuffix(" does not exist") == true)
    }

    @Test(
        "parts of different runs are not joined",
        arguments: [
            (#""run_key":"monday""#, #""run_key":"tuesday""#, true), (#""run_key":"k""#, #""run_key":"k""#, false),
            (#""run_key":"k""#, #""sandbox":true"#, true), (#""commit":"a""#, #""commit":"b""#, true),
            (#""commit":"a""#, #""sandbox":true"#, false), (#""ledger_run":"A""#, #""ledger_run":"B""#, false),
        ])
    func partsOfOthers(_ first: String, _ second: String, _ isMismatch: Bool) throws {
        let parts = try [first, second].enumerated().map { index, member in
            let part = #""part":{"number":\#(index + 1),"count":2,"split":"s"}"#
            let text = #"{"report":1,"ekoflow":"","run":"r\#(index)","started":"",\#(member),\#(part),"suites":[]}"#
            return try ReportDocument.read(Array(text.utf8))
        }
        #expect((ReportDocument.mismatch(of: parts) != nil) == isMismatch)
    }
}
