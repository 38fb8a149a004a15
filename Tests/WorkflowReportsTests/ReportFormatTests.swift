import Foundation
import JSON
import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("The other report formats")
struct ReportFormatTests {
    private func document(_ name: String = "Suite #1") throws -> ReportDocument {
        try ReportFixture(
            name: name,
            outcomes: [
                .passed, .failed([failure(actual: "a\nb # \\ </script>")]),
                .errored(StepError(.outcomeUnknown, "lost", at: nil)), .skipped(.earlierStepFailed(title: "x")),
            ]
        ).document
    }

    @Test("a JSON report can be read back without losses")
    func json() throws {
        let document = try document()
        let text = JSONFormat().text(of: document)
        let again = try ReportDocument.read(Array(text.utf8))
        #expect(!again.end.wasCutOff)
        #expect(JSONFormat().text(of: again) == text)
        #expect(JUnitFormat().text(of: again) == JUnitFormat().text(of: document))
        #expect(again.counts == document.counts)
        #expect(again.info == document.info && again.end == document.end)
    }

    @Test("a report with an empty suite is valid JSON")
    func emptySuite() throws {
        var document = try document()
        document.suites = [document.suites[0], document.suites[0]]
        document.suites[0].testcases = []
        #expect(try ReportDocument.read(Array(JSONFormat().text(of: document).utf8)).suites.count == 2)
    }

    @Test("a problem of the run itself has no file")
    func githubWithoutFile() {
        var report = GitHubReport(folder: "sub/")
        let document = ReportDocument.ofRunThatDidNotStart([Problem(.error, "m")], type: "NotStarted")
        for suite in document.suites { report.take(suite) }
        #expect(report.annotations == "::error title=ekoflow › start of the run::error: m\n")
    }

    @Test("invalid reports are an error", arguments: [#"{"report":1"#, #"{"report":2,"suites":[]}"#, "[]", ""])
    func notAReport(_ text: String) {
        #expect(throws: ReportProblem.self) { try ReportDocument.read(Array(text.utf8)) }
    }

    @Test("TAP 14: a line for each step, and '#' in names is not a directive")
    func tap() throws {
        let lines = TAPFormat().text(of: try document()).split(separator: "\n").map(String.init)
        #expect(lines.first == "TAP version 14")
        #expect(lines.last == "1..4")
        #expect(
            lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") } == [
                "ok 1 - Suite \\#1 › Suite \\#1 0", "not ok 2 - Suite \\#1 › Suite \\#1 1",
                "not ok 3 - Suite \\#1 › Suite \\#1 2",
                "ok 4 - Suite \\#1 › Suite \\#1 3 # SKIP the step 'x' did not pass",
            ])
        #expect(lines.contains("  severity: \"OutcomeUnknown\""))
    }

    @Test("GitHub: an annotation at the line in the workflow, escaped by the rules of its commands")
    func github() throws {
        var report = GitHubReport()
        for suite in try document("a: b, 100%").suites { report.take(suite) }
        let annotations = report.annotations.split(separator: "\n")
        #expect(annotations.count == 2)
        #expect(
            annotations[0].hasPrefix(
                "::error file=workflows/a.yml,line=2,title=a%3A b%2C 100%25 › a%3A b%2C 100%25 1::failure: "))
        #expect(annotations[0].contains("%0A"))
        let summary = report.summary(duration: .seconds(2))
        #expect(summary.contains("| 4 | 1 | 1 | 1 | 1 | 2.00 s |\n\n4 SMS sent (sandbox: nobody was texted)\n"))
        #expect(summary.contains("&lt;/script&gt;") || summary.contains("    "))
    }

    @Test("an HTML page contains its run as JSON that cannot end the script element")
    func html() throws {
        let html = HTMLFormat().text(of: try document())
        #expect(html.components(separatedBy: "</script>").count == 4)
        #expect(!html.contains("http://") && !html.contains("https://"))
        let data = try #require(
            html.components(separatedBy: "id=\"data\">\n").last?.components(separatedBy: "</script>").first)
        let lines = data.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { _ = try parseJSON(Array(line.utf8)) }
    }

    @Test("the final head has the same number of bytes as the first head")
    func heads() throws {
        let document = try document()
        var total = ReportTotal()
        total.counts = document.counts
        total.end = ReportEnd(duration: .seconds(123_456), wasInterrupted: true)
        let formats: [any ReportFormat] = [JUnitFormat(), JSONFormat(), HTMLFormat(), TAPFormat()]
        for format in formats {
            #expect(
                format.head(document.info, total: nil).utf8.count == format.head(document.info, total: total).utf8.count
            )
        }
    }
}
