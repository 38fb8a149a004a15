import JSON
import Pages

/// Writes a run as one page that needs no network: the page shows the suites that stand in it as JSON.
package struct HTMLFormat: ReportFormat {
    private let before: String
    private let after: String

    package init() {
        let page = Page.report
            .replacing("<!-- api -->", with: HTMLText.script(CoverageReport.table.serialized))
        let parts = page.split(separator: "<!-- suites -->", maxSplits: 1, omittingEmptySubsequences: false)
        before = String(parts.first ?? "")
        after = parts.count > 1 ? String(parts[1]) : ""
    }

    package func isReport(startingWith start: ArraySlice<UInt8>) -> Bool {
        start.starts(with: "<!DOCTYPE html>".utf8)
            && String(decoding: start, as: UTF8.self).contains("<title>ekoflow report</title>")
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        before + HTMLText.script(info.json) + "\n"
    }

    /// A line for each suite.
    package func write(_ suite: ReportSuite, _: ReportCounts, before: ReportCounts, to text: inout TextBuffer) {
        text.append(HTMLText.script(suite.json))
        text.append("\n")
    }

    package func foot(_ total: ReportTotal) -> String {
        HTMLText.script(total.json) + after
    }
}
