import Times
import WorkflowEngine

/// Writes a run for people, as it happens: a line for each step, what is wrong with it, and a summary.
package struct ConsoleReporter: Sendable {
    private let styler: TextStyler
    private let isRecheck: Bool
    private let isVerbose: Bool

    /// `isRecheck` if the responses are from an earlier run; `isVerbose` if the request and the response of every step are
    /// shown.
    package init(styler: TextStyler, isRecheck: Bool = false, isVerbose: Bool = false) {
        self.styler = styler
        self.isRecheck = isRecheck
        self.isVerbose = isVerbose
    }

    /// The text of an event; empty if there is nothing to say.
    package func text(of event: ReportEvent) -> String {
        switch event {
        case .suiteStarted(let suite, _, _): heading(of: suite)
        case .testcaseFinished(let testcase, _): text(of: testcase)
        case .runStarted, .suiteFinished, .runFinished: ""
        }
    }

    /// The last lines of a run.
    package func summary(of total: ReportTotal, planned: Int) -> String {
        let counts = total.counts
        var verdicts: [String] = []
        if counts.passed > 0 { verdicts.append(styler.apply(.green, to: "\(counts.passed) passed")) }
        if counts.failures > 0 { verdicts.append(styler.apply(.red, to: "\(counts.failures) failed")) }
        if counts.errors > 0 { verdicts.append(styler.apply(.red, to: plural(counts.errors, "error"))) }
        if counts.skipped > 0 { verdicts.append(styler.apply(.yellow, to: "\(counts.skipped) skipped")) }
        if counts.warnings > 0 { verdicts.append(styler.apply(.yellow, to: plural(counts.warnings, "warning"))) }
        if counts.testcases == 0 { verdicts.append("none") }
        let sends = isRecheck ? "nothing was sent" : counts.effects.text(styler)
        var parts = [verdicts.joined(separator: ", "), sends, total.end.duration.shortText]
        if total.end.wasInterrupted { parts.insert(styler.apply(.yellow, to: "interrupted"), at: 0) }
        let isEmpty = counts.haveTestedNothing && counts.errors == 0 && !total.end.wasInterrupted
        let reason =
            planned == 0
            ? "no workflow falls to this part" : counts.waits > 0 ? "no step made a request" : "every step was skipped"
        let steps = styler.apply(.bold, to: plural(counts.testcases, "step"))
        parts[0] = "\(steps): \(parts[0])"
        return "\n\(styler.joined(parts, separator: " · "))\n"
            + (isEmpty ? "nothing was tested: \(reason)\n" : "")
    }

    private func heading(of suite: ReportSuite) -> String {
        // A workflow without a name has its path as its title.
        let path = suite.name.hasPrefix(suite.file) ? nil : suite.file
        let place = [path, "on \(suite.environment)", isRecheck ? "as recorded" : nil].compactMap(\.self)
        let title = styler.apply(.bold, to: LogText.line(suite.name))
        let warning = suite.isHostChecked ? "" : styler.apply(.red, .bold, to: ", CERTIFICATE NOT CHECKED")
        return "\n\(title)  \(styler.apply(.dim, to: LogText.line(place.joined(separator: " "))))\(warning)\n"
    }

    private func text(of testcase: ReportTestcase) -> String {
        let name = LogText.line(testcase.name)
        let attempts = testcase.attempts > 1 ? " (\(testcase.attempts) requests)" : ""
        let verdict = testcase.verdict
        let detail =
            if case .skipped = verdict {
                LogText.line(verdict.summary)
            } else {
                testcase.duration.shortText + attempts + (testcase.start > 0 ? ", start \(testcase.start)" : "")
            }
        let renderer = ProblemRenderer(styler.indented(by: 4))
        let problems = verdict.problems.map { problem in
            renderer.lines(of: problem).map { "    \($0)\n" }.joined()
        }
        let warnings = testcase.warnings.map {
            "    \(styler.apply(.yellow, to: "warning:")) \(LogText.line($0))\n"
        }
        return "  \(styler.sign(of: verdict)) \(name)  \(styler.apply(.dim, to: detail))\n"
            + problems.joined(separator: "\n") + warnings.joined() + exchange(of: testcase)
    }

    /// The response of a step that did not pass. In a verbose run, the request and the response of every step.
    private func exchange(of testcase: ReportTestcase) -> String {
        guard isVerbose || testcase.verdict.isProblem, let json = testcase.exchange, let text = ExchangeText(json: json)
        else { return "" }
        let request = isVerbose ? section("request", text.request) : ""
        return request + section("response", text.response)
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        let first = "    \(styler.apply(.dim, to: "\(title):")) \(lines.first ?? "")\n"
        return first
            + lines.dropFirst().flatMap { line -> [String] in
                let margin = String(line.prefix { $0 == " " }.prefix(40))
                return styler.wrapped(String(line.dropFirst(margin.count)), indent: 6 + margin.count).map {
                    "      \(margin)\(styler.apply(.dim, to: $0))\n"
                }
            }.joined()
    }
}
