import Times
import WorkflowEngine

/// Writes a run to the console as it happens: a line for each step, the details of problems, and a summary.
package struct ConsoleReporter: Sendable {
    private let styler: TextStyler
    private let plan: RunPlan
    private let redactor: Redactor
    private let redactors: SuiteRedactors
    private let isRecheck: Bool

    /// `isRecheck` means that the responses are from an earlier run.
    package init(styler: TextStyler, plan: RunPlan, masksNumbers: Bool, isRecheck: Bool = false) {
        self.styler = styler
        self.plan = plan
        self.isRecheck = isRecheck
        redactor = Redactor(plan.secrets, masksNumbers: masksNumbers)
        redactors = SuiteRedactors(ofRun: redactor, masksNumbers: masksNumbers)
    }

    /// The text of an event; empty if there is nothing to show.
    package func text(of event: RunEvent) -> String {
        switch event {
        case .workflowStarted(let planned, _, _): clean(heading(of: planned))
        case .stepFinished(let result, let workflow): text(of: result, workflow)
        case .workflowFinished(let workflow, _): forgetting(workflow)
        case .runStarted, .runFinished: ""
        }
    }

    /// The counts at the end of a run.
    package func summary(of report: RunSummary) -> String {
        let tally = report.tally
        var counts: [String] = []
        if tally.passed > 0 { counts.append(styler.apply(.green, to: "\(tally.passed) passed")) }
        if tally.failed > 0 { counts.append(styler.apply(.red, to: "\(tally.failed) failed")) }
        if tally.errored > 0 {
            counts.append(styler.apply(.red, to: "\(tally.errored) \(tally.errored == 1 ? "error" : "errors")"))
        }
        if tally.skipped > 0 { counts.append(styler.apply(.yellow, to: "\(tally.skipped) skipped")) }
        if tally.steps == 0 { counts.append("none") }
        var parts = [counts.joined(separator: ", "), messages(tally), report.duration.shortText]
        if report.wasInterrupted { parts.insert(styler.apply(.yellow, to: "interrupted"), at: 0) }
        let isEmpty = tally.steps == tally.skipped && !report.wasInterrupted
        let reason = plan.workflows.isEmpty ? "no workflow falls to this part" : "every step was skipped"
        let note = isEmpty ? "nothing was tested: \(reason)\n" : ""
        let steps = tally.steps == 1 ? "1 step" : "\(tally.steps) steps"
        return "\n\(styler.apply(.bold, to: steps)): \(parts.joined(separator: " · "))\n\(note)"
    }

    private func heading(of planned: PlannedWorkflow) -> String {
        let environment = planned.environment
        let place = [
            planned.workflow.name.map { _ in planned.workflow.file.path }, "on \(environment.name)",
            isRecheck ? "as recorded" : nil,
        ].compactMap(\.self)
        let title = styler.apply(.bold, to: planned.title.withVisibleControls)
        let warning = environment.tls.checksServer ? "" : styler.apply(.red, .bold, to: ", CERTIFICATE NOT CHECKED")
        return "\n\(title)  \(styler.apply(.dim, to: place.joined(separator: " ").withVisibleControls))\(warning)\n"
    }

    private func forgetting(_ workflow: Int) -> String {
        redactors.forget(workflow)
        return ""
    }

    private func text(of result: StepResult, _ workflow: Int) -> String {
        let name = result.name.withVisibleControls
        let attempts = result.attempts > 1 ? " (\(result.attempts) requests)" : ""
        let time = styler.apply(.dim, to: result.duration.shortText + attempts)
        let line =
            switch result.outcome {
            case .passed: "\(styler.apply(.green, to: "✓")) \(name)  \(time)"
            case .failed: "\(styler.apply(.red, to: "✗")) \(name)  \(time)"
            case .errored: "\(styler.apply(.red, to: "!")) \(name)  \(time)"
            case .skipped(let reason):
                "\(styler.apply(.yellow, to: "-")) \(name)  \(styler.apply(.dim, to: "skipped: \(reason.text.withVisibleControls)"))"
            }
        if case .passed = result.outcome { return "  \(clean(line))\n" }
        let redactor = redactors.redactor(for: result, of: workflow)
        let outcomes = OutcomeRenderer(styler: styler, redact: redactor.redact)
        let problems = outcomes.problems(of: result.outcome)
        let details = problems.map { $0.map { "    \($0)\n" }.joined() }
        let text = "  \(line)\n" + details.joined(separator: "\n")
        return clean(redactor.redact(text))
    }

    private func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }

    private func messages(_ tally: Tally) -> String {
        if isRecheck { return "nothing was sent" }
        return SMSCount(sent: tally.smsSent, unknown: tally.smsUnknown, onSandbox: tally.smsOnSandbox).text(styler)
    }
}
