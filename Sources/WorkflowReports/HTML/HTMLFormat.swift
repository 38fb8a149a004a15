import JSON
import Times

/// Writes a run as one page that needs no network. The page contains the suites as JSON and shows them.
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
        let object: JSONObject = [
            "ekoflow": .string(info.version), "run": .string(info.runID), "started": .string(info.startedAt),
        ]
        return before + script(JSONValue.object(object).serialized) + "\n"
    }

    /// A line for each suite.
    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        script(suite.wholeJSON) + "\n"
    }

    package func foot(_ total: ReportTotal) -> String {
        let object: JSONObject = [
            "counts": .object(total.counts.json), "ms": .milliseconds(total.end.duration),
            "interrupted": .bool(total.end.wasInterrupted),
        ]
        return script(JSONValue.object(object).serialized) + after
    }

    /// JSON that is safe inside a script element: nothing in it can end the element.
    private func script(_ json: String) -> String {
        json.utf8.contains(UInt8(ascii: "<")) ? json.replacing("<", with: "\\u003c") : json
    }
}
