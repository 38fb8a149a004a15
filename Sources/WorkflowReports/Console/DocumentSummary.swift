/// What a run that is over came to, in a few lines for people: what did not pass, what may have been sent, and the counts.
package struct DocumentSummary: Sendable {
    private let document: ReportDocument

    package init(_ document: ReportDocument) {
        self.document = document
    }

    /// Starts with an empty line, and ends with one of counts.
    package func text(_ styler: TextStyler) -> String {
        var text = ""
        for suite in document.suites {
            let problems = suite.testcases.compactMap { line(of: $0, styler) }
            guard !problems.isEmpty else { continue }
            // A suite of ekoflow's own is of no file.
            let place = suite.file.isEmpty ? "" : "  " + styler.apply(.dim, to: "\(suite.file) on \(suite.environment)")
            text += "\n\(styler.apply(.bold, to: suite.name))\(place)\n"
            text += problems.joined()
        }
        let counts = document.counts
        let end =
            document.end.wasCutOff
            ? "the run was cut off" : document.end.wasInterrupted ? "the run was interrupted" : "the run is complete"
        text +=
            "\nrun \(document.info.runID): \(end) · \(counts.passed) passed, \(counts.failures) failed, \(counts.errors == 1 ? "1 error" : "\(counts.errors) errors"), "
        return text + "\(counts.skipped) skipped · \(counts.sms.text(styler))\n"
    }

    private func line(of testcase: ReportTestcase, _ styler: TextStyler) -> String? {
        switch testcase.verdict {
        case .passed: nil
        case .failure: "  \(styler.apply(.red, to: "✗")) \(testcase.name): \(testcase.verdict.message)\n"
        case .error: "  \(styler.apply(.red, to: "!")) \(testcase.name): \(testcase.verdict.message)\n"
        case .skipped(let reason): "  \(styler.apply(.yellow, to: "-")) \(testcase.name): skipped: \(reason)\n"
        }
    }
}
