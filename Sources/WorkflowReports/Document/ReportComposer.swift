import WorkflowEngine
import WorkflowModel

/// Turns what happens in a run into the texts of its reports. This is where secrets are taken out.
package struct ReportComposer: Sendable {
    private let runID: String
    private let hostname: String
    private let redactor: Redactor
    private let redactors: SuiteRedactors
    private let masksNumbers: Bool

    package init(_ plan: RunPlan, hostname: String, masksNumbers: Bool) {
        runID = plan.id
        self.hostname = hostname
        self.masksNumbers = masksNumbers
        redactor = Redactor(plan.secrets, masksNumbers: masksNumbers)
        redactors = SuiteRedactors(ofRun: redactor, masksNumbers: masksNumbers)
    }

    package func document(_ report: RunReport) -> ReportDocument {
        var document = ReportDocument()
        document.duration = report.duration
        document.suites = report.workflows.map { workflow in
            var suite = suite(workflow.planned, startedAt: workflow.startedAt)
            suite.duration = workflow.duration
            suite.testcases = workflow.steps.map { testcase($0, of: workflow.index) }
            redactors.forget(workflow.index)
            return suite
        }
        return document
    }

    /// A suite without its testcases.
    package func suite(_ planned: PlannedWorkflow, startedAt: Timestamp) -> ReportSuite {
        ReportSuite(
            name: clean(planned.title), file: clean(planned.workflow.file.path),
            className: clean(className(of: planned)),
            environment: clean(planned.environment.name), runID: clean(runID), hostname: clean(hostname),
            startedAt: startedAt.dateAndTime)
    }

    /// A step that has not run.
    package func testcase(_ planned: PlannedStep, verdict: ReportTestcase.Verdict) -> ReportTestcase {
        testcase(planned.step, name: planned.name, verdict: verdict)
    }

    /// `workflow` is the place of its workflow in the plan.
    package func testcase(_ result: StepResult, of workflow: Int) -> ReportTestcase {
        var testcase = testcase(result.step, name: result.name, verdict: verdict(of: result, workflow))
        testcase.duration = result.duration
        testcase.sms =
            switch result.send {
            case .sent: .sent
            case .unknown: .unknown
            case .notSent, nil: .none
            }
        return testcase
    }

    private func verdict(of result: StepResult, _ workflow: Int) -> ReportTestcase.Verdict {
        // Most steps pass, and to look for the secrets of one takes longer than all the rest of its report.
        if case .passed = result.outcome { return .passed }
        let redactor = redactors.redactor(for: result, of: workflow)
        func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }
        let outcomes = OutcomeRenderer(styler: .plain, redact: redactor.redact)
        let body = outcomes.problems(of: result.outcome).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
        switch result.outcome {
        case .passed:
            return .passed
        case .failed(let failures):
            let message =
                (failures.first.map(outcomes.headline) ?? "")
                + (failures.count > 1 ? " (and \(failures.count - 1) more)" : "")
            return .failure(message: clean(message), body: clean(body))
        case .errored(let error):
            return .error(type: error.kind.rawValue, message: clean(error.message), body: clean(body))
        case .skipped(let reason):
            return .skipped(reason: clean(reason.text))
        }
    }

    /// Keeps exchanges without what must not be kept.
    var exchangeRecorder: ExchangeRecorder {
        ExchangeRecorder(redactor: redactor, redactors: redactors, masksNumbers: masksNumbers)
    }

    /// Forgets what only a workflow that is over needed.
    func forget(_ workflow: Int) { redactors.forget(workflow) }

    /// A text, fit for any output.
    func text(_ text: String) -> String { clean(text) }

    private func testcase(_ step: Step, name: String, verdict: ReportTestcase.Verdict) -> ReportTestcase {
        // The place is that of the step itself, which may be in a workflow that this one uses.
        let place = step.kind.range
        return ReportTestcase(
            name: clean(name), file: clean(place.file.path), line: place.start.line,
            assertions: step.expectations.count, verdict: verdict)
    }

    /// The file's path with points, as Java names classes, and the case: readers group by it, and trends hang on it.
    private func className(of planned: PlannedWorkflow) -> String {
        var path = Substring(planned.workflow.file.path)
        for suffix in [".yml", ".yaml"] where path.hasSuffix(suffix) { path = path.dropLast(suffix.count) }
        let name = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
        // A point in the case would begin another class.
        return planned.testCase.map { "\(name)[\($0.title.replacing(".", with: "_"))]" } ?? name
    }

    private func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }
}
