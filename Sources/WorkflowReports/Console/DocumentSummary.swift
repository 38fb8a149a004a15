import WorkflowEngine

/// A short summary of a finished run: the steps that did not pass, the SMS and the counts.
package struct DocumentSummary: Sendable {
    private let document: ReportDocument

    package init(_ document: ReportDocument) {
        self.document = document
    }

    /// Starts with an empty line and ends with a line of counts.
    package func text(_ styler: TextStyler) -> String {
        var text = ""
        for suite in document.suites {
            let problems = suite.testcases.filter { !$0.hasPassed }.map { testcase in
                "  \(styler.sign(of: testcase.verdict)) \(LogText.line("\(testcase.name): \(testcase.verdict.summary)"))\n"
                    + testcase.settledNotes.map { "    \(styler.apply(.dim, to: LogText.line($0)))\n" }.joined()
            }
            guard !problems.isEmpty else { continue }
            // Suites that ekoflow adds itself have no file.
            let place =
                suite.file.isEmpty
                ? "" : "  " + styler.apply(.dim, to: LogText.line("\(suite.file) on \(suite.environment)"))
            text += "\n\(styler.apply(.bold, to: LogText.line(suite.name)))\(place)\n"
            text += problems.joined()
        }
        let counts = document.counts
        let end =
            document.end.wasCutOff
            ? "the run was cut off" : document.end.wasInterrupted ? "the run was interrupted" : "the run is complete"
        text +=
            "\nrun \(LogText.line(document.info.runID)): \(end) · \(counts.passed) passed, \(counts.failures) failed, "
        text += "\(plural(counts.errors, "error")), \(counts.skipped) skipped"
        return text + " · \(counts.effects.text(styler))\n"
    }
}
