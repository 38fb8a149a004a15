import JSON
import Pages

/// Writes a run as one page that needs no network: the page shows the suites that stand in it as JSON.
package struct HTMLFormat: ReportFormat {
    /// What is before the suites and after them. Taken apart at the first use: every command line makes this format, and few write it.
    private static let page: (before: String, after: String) = {
        let page = Page.report
            .replacing("<!-- api -->", with: HTMLText.script(CoverageReport.table.serialized))
        let parts = page.split(separator: "<!-- suites -->", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }()

    package init() {}

    package func isReport(startingWith start: ArraySlice<UInt8>) -> Bool {
        start.starts(with: "<!DOCTYPE html>".utf8)
            && String(decoding: start, as: UTF8.self).contains("<title>ekoflow report</title>")
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        Self.page.before + HTMLText.script(info.json) + "\n"
    }

    /// A line for each suite.
    package func write(_ suite: ReportSuite, _: ReportCounts, before: ReportCounts, to text: inout TextBuffer) {
        text.append(HTMLText.script(suite.json))
        text.append("\n")
    }

    package func foot(_ total: ReportTotal) -> String {
        HTMLText.script(total.json) + Self.page.after
    }
}
