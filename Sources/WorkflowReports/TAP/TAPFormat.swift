import JSON

/// Writes a run in the Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
package struct TAPFormat: ReportFormat {
    package init() {}

    package func isReport(startingWith start: ArraySlice<UInt8>) -> Bool {
        start.starts(with: "TAP version 13\n".utf8) || start.starts(with: "TAP version 14\n".utf8)
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String { "TAP version 14\n" }

    package func write(_ suite: ReportSuite, _: ReportCounts, before: ReportCounts, to text: inout TextBuffer) {
        for (index, testcase) in suite.testcases.enumerated() {
            text.append(line(testcase, number: before.testcases + index + 1, suite: suite))
        }
    }

    package func foot(_ total: ReportTotal) -> String {
        let bail = total.end.wasInterrupted ? "Bail out! the run was interrupted\n" : ""
        return "1..\(total.counts.testcases)\n\(bail)"
    }

    private func line(_ testcase: ReportTestcase, number: Int, suite: ReportSuite) -> String {
        let description = TAPText.description("\(suite.name) › \(testcase.name)")
        let warnings = testcase.warnings.map { "# warning: \(TAPText.description($0))\n" }.joined()
        return result(testcase, number, description) + warnings
    }

    private func result(_ testcase: ReportTestcase, _ number: Int, _ description: String) -> String {
        switch testcase.verdict {
        case .passed: return "ok \(number) - \(description)\n"
        case .skipped(let reason): return "ok \(number) - \(description) # SKIP \(TAPText.description(reason))\n"
        case .failure: return "not ok \(number) - \(description)\n" + details(testcase, "fail")
        case .error(let type, _): return "not ok \(number) - \(description)\n" + details(testcase, type)
        }
    }

    /// A block of YAML.
    private func details(_ testcase: ReportTestcase, _ severity: String) -> String {
        """
          ---
          message: \(TAPText.quoted(testcase.verdict.message))
          severity: \(TAPText.quoted(severity))
          at: { file: \(TAPText.quoted(testcase.file)), line: \(testcase.line) }
          duration_ms: \(JSONValue.milliseconds(testcase.duration).serialized)
          details: \(TAPText.quoted(testcase.verdict.body))
          ...

        """
    }
}
