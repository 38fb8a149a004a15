/// Writes a run as one page that needs no network: the page shows the suites that stand in it as JSON.
package struct HTMLFormat: ReportFormat {
    private let before: String
    private let after: String

    package init() {
        let page = String(decoding: PackageResources.report_html, as: UTF8.self)
        let parts = page.split(separator: "<!-- suites -->", maxSplits: 1, omittingEmptySubsequences: false)
        before = String(parts.first ?? "")
        after = parts.count > 1 ? String(parts[1]) : ""
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        before + script(info.json) + "\n"
    }

    /// A line for each suite.
    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        script(suite.json) + "\n"
    }

    package func foot(_ total: ReportTotal) -> String {
        script(total.json) + after
    }

    /// JSON that is safe inside a script element: nothing in it can end the element.
    private func script(_ json: String) -> String {
        json.utf8.contains(UInt8(ascii: "<")) ? json.replacing("<", with: "\\u003c") : json
    }
}
