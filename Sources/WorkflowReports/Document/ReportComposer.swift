import WorkflowEngine
import WorkflowModel

/// Turns what happens in a run into the texts of its reports. This is where secrets are taken out.
package struct ReportComposer: Sendable {
    private let runID: String
    private let hostname: String
    private let version: String
    private let redactor: Redactor
    private let redactors: SuiteRedactors
    private let recorder: ExchangeRecorder
    private let masksNumbers: Bool
    private let cache = TextCache()

    /// `version` is the program's.
    package init(_ plan: RunPlan, hostname: String, version: String, masksNumbers: Bool) {
        runID = plan.id
        self.hostname = hostname
        self.version = version
        self.masksNumbers = masksNumbers
        redactor = Redactor(plan.secrets, masksNumbers: masksNumbers)
        redactors = SuiteRedactors(ofRun: redactor, masksNumbers: masksNumbers)
        recorder = ExchangeRecorder(redactor: redactor, redactors: redactors, masksNumbers: masksNumbers)
    }

    package func event(of event: RunEvent) -> ReportEvent {
        switch event {
        case .runStarted(let plan, let time):
            .runStarted(ReportInfo(version: version, runID: clean(plan.id), startedAt: time.rfc3339))
        case .workflowStarted(let planned, let index, let time):
            .suiteStarted(suite(planned, startedAt: time), index)
        case .stepFinished(let result, let index):
            .testcaseFinished(testcase(result, of: index), suite: index)
        case .workflowFinished(let index, let duration):
            finished(index, duration)
        case .runFinished(let duration, let wasInterrupted):
            .runFinished(ReportEnd(duration: duration, wasInterrupted: wasInterrupted))
        }
    }

    private func finished(_ workflow: Int, _ duration: Duration) -> ReportEvent {
        redactors.forget(workflow)
        return .suiteFinished(workflow, duration: duration)
    }

    private func suite(_ planned: PlannedWorkflow, startedAt: Timestamp) -> ReportSuite {
        var suite = ReportSuite(
            name: clean(planned.title), file: clean(planned.workflow.file.path),
            className: clean(className(of: planned)),
            environment: clean(planned.environment.name), runID: clean(runID), hostname: clean(hostname),
            startedAt: startedAt.dateAndTime)
        suite.tags = planned.workflow.tags.map { clean($0.value) }
        suite.isHostChecked = planned.environment.tls.checksServer
        if let testCase = planned.testCase {
            suite.caseTitle = clean(testCase.title)
            suite.caseNumber = testCase.number
        }
        suite.given = recorder.json([
            "vars": planned.computedVariables, "case": planned.testCase?.computedFields ?? [:],
        ])
        suite.testcases = planned.sequence.leaves.map { testcase($0.step, name: $0.name, verdict: .passed) }
        return suite
    }

    private func testcase(_ result: StepResult, of workflow: Int) -> ReportTestcase {
        var testcase = testcase(result.step, name: result.name, verdict: verdict(of: result, workflow))
        testcase.duration = result.duration
        testcase.attempts = result.attempts
        testcase.sms =
            switch result.send {
            case .sent: .sent
            case .unknown: .unknown
            case .notSent, nil: .none
            }
        if case .failed(let failures) = result.outcome {
            let redactor = redactors.redactor(for: result, of: workflow)
            func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }
            testcase.failures = failures.map {
                ReportTestcase.Failure(
                    subject: clean($0.subject.text), line: $0.range.start.line, expected: clean($0.expected),
                    actual: clean($0.actual))
            }
        }
        testcase.exchange = result.exchange.map { recorder.json($0, of: result, workflow) }
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

    /// A text, fit for any output.
    package func text(_ text: String) -> String { cleanOften(text) }

    private func testcase(_ step: Step, name: String, verdict: ReportTestcase.Verdict) -> ReportTestcase {
        // The place is that of the step itself, which may be in a workflow that this one uses.
        let place = step.kind.range
        return ReportTestcase(
            name: cleanOften(name), kind: step.kind.value, file: cleanOften(place.file.path), line: place.start.line,
            expectations: step.expectations.map { cleanOften($0.subject.text) }, verdict: verdict)
    }

    /// The file's path with points, as Java names classes, and the case: readers group by it, and trends hang on it.
    private func className(of planned: PlannedWorkflow) -> String {
        var path = Substring(planned.workflow.file.path)
        for suffix in [".yml", ".yaml"] where path.hasSuffix(suffix) { path = path.dropLast(suffix.count) }
        let name = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
        // A point in the case would begin another class.
        let repetition = planned.repetition > 1 ? "[\(planned.repetition)]" : ""
        return (planned.testCase.map { "\(name)[\($0.title.replacing(".", with: "_"))]" } ?? name) + repetition
    }

    private func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }

    /// For a text that is in every case of a workflow.
    private func cleanOften(_ text: String) -> String { cache.text(text, clean) }
}
