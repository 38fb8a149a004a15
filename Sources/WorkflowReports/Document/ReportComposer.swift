import Synchronization
import Times
import WorkflowEngine
import WorkflowModel

/// Turns the events of a run into events for reports. Secrets are removed here.
package final class ReportComposer: Sendable {
    private let runID: String
    private let hostname: String
    private let version: String
    private let part: ReportPart?
    private let origin: RunOrigin
    /// Which start of the run this is; 0 if it was started once.
    private let runStart: Int
    private let redactor: Redactor
    private let redactors: SuiteRedactors
    private let recorder = ExchangeRecorder()
    private let cache = TextCache()
    /// The first part of each class name, by the path of the workflow's file.
    private let fileNames = TextCache()
    /// The suites of running workflows. The journal asks for a suite before its first send, and the reports ask again.
    private let suites = Mutex<[Int: (suite: ReportSuite, steps: PlannedSteps)]>([:])
    private let times = TimeText()
    private let steps = KnownSteps()
    private let start = Mutex<Timestamp?>(nil)
    private let plannedSteps = Mutex<[[ObjectIdentifier]: PlannedSteps]>([:])

    /// `version` is the version of ekoflow; `part` is nil for a whole run.
    package init(
        _ plan: RunPlan, hostname: String, version: String, masksNumbers: Bool, part: ReportPart? = nil,
        origin: RunOrigin = RunOrigin(), runStart: Int = 0
    ) {
        self.runStart = runStart
        runID = plan.id
        self.part = part
        self.origin = origin
        self.hostname = hostname
        self.version = version
        redactor = Redactor(plan.secrets, masksNumbers: masksNumbers)
        redactors = SuiteRedactors(ofRun: redactor)
    }

    /// The report event for a run event. Must be called in the order of the events.
    package func event(of event: RunEvent) -> ReportEvent {
        switch event {
        case .runStarted(let plan, let time): .runStarted(started(plan, time))
        case .workflowStarted(let planned, let index, let time):
            startedSuite(planned, index, time)
        case .stepFinished(let result, let index):
            .testcaseFinished(testcase(result, of: index), suite: index)
        case .workflowFinished(let index, let duration):
            finished(index, duration)
        case .runFinished(let duration, let wasInterrupted):
            .runFinished(ReportEnd(duration: duration, wasInterrupted: wasInterrupted))
        }
    }

    private func started(_ plan: RunPlan, _ time: Timestamp) -> ReportInfo {
        start.withLock { $0 = time }
        return ReportInfo(
            version: version, runID: clean(plan.id), startedAt: time.rfc3339, planned: plan.workflows.count,
            environments: Set(plan.environments.map { clean($0.name) }).sorted(),
            isSandbox: plan.environments.allSatisfy(\.isSandbox), command: origin.command.map(clean),
            commit: origin.commit.map(clean), job: origin.job.map(clean),
            ledgerRun: origin.ledgerRun.flatMap { $0 == plan.id ? nil : clean($0) }, runKey: origin.runKey.map(clean),
            part: part)
    }

    private func startedSuite(_ planned: PlannedWorkflow, _ index: Int, _ time: Timestamp) -> ReportEvent {
        if let known = suites.withLock({ $0[index] }) {
            return .suiteStarted(known.suite, steps: known.steps, index)
        }
        let started = (suite: suite(planned, index, startedAt: time), steps: steps(of: planned))
        suites.withLock { $0[index] = started }
        return .suiteStarted(started.suite, steps: started.steps, index)
    }

    private func finished(_ workflow: Int, _ duration: Duration) -> ReportEvent {
        suites.withLock { $0[workflow] = nil }
        let late = redactors.finish(workflow).map {
            LateRedaction(redactor: $0.redactor, surrogates: recorder.surrogates, stepCount: $0.stepCount)
        }
        return .suiteFinished(workflow, duration: duration, late: late)
    }

    private func suite(_ planned: PlannedWorkflow, _ index: Int, startedAt: Timestamp) -> ReportSuite {
        var suite = ReportSuite(
            name: clean(planned.title), file: cleanOften(planned.workflow.file.path),
            className: clean(className(of: planned)), environment: cleanOften(planned.environment.name),
            runID: cleanOften(runID), hostname: cleanOften(hostname), startedAt: times.dateAndTime(startedAt))
        suite.tags = planned.workflow.tags.map { cleanOften($0.value) }
        if let start = start.withLock(\.self) {
            // Negative if the machine's clock was set back meanwhile.
            suite.offset = max(.zero, .milliseconds(startedAt.milliseconds - start.milliseconds))
        }
        suite.isSandbox = planned.environment.isSandbox
        suite.isHostChecked = planned.environment.tls.checksServer
        if let testCase = planned.testCase {
            suite.caseTitle = clean(testCase.title)
            suite.caseNumber = testCase.number
        }
        let (variables, fields) = (planned.computedVariables, planned.testCase?.computedFields ?? [:])
        if !variables.isEmpty || !fields.isEmpty || !planned.ownSecrets.isEmpty {
            let redactor = redactors.redactor(learning: planned.ownSecrets, of: index)
            suite.given = recorder.json(["vars": variables, "case": fields], redactor)
        }
        return suite
    }

    private func steps(of planned: PlannedWorkflow) -> PlannedSteps {
        let leaves = planned.sequence.leaves
        let key = leaves.map { ObjectIdentifier($0) }
        if let known = plannedSteps.withLock({ $0[key] }) { return known }
        let steps = PlannedSteps(leaves.map { testcase($0.step, name: $0.name) })
        plannedSteps.withLock { $0[key] = steps }
        return steps
    }

    private func testcase(_ result: StepResult, of workflow: Int) -> ReportTestcase {
        if let earlier = result.earlier, let testcase = earlier.report.flatMap(ReportTestcase.init(ledgerEntry:)) {
            return testcase
        }
        let redactor = redactors.redactor(for: result, of: workflow)
        func clean(_ text: String) -> String { redactor.redact(text) }
        var testcase = testcase(result.step, name: result.name)
        testcase.verdict = verdict(result.outcome, redactor)
        testcase.start = result.earlier?.start ?? runStart
        testcase.duration = result.duration
        testcase.attempts = result.attempts
        if case .poll? = result.step.repetition { testcase.isPolled = true }
        testcase.earlierAttempts = result.earlierAttempts.map {
            ReportTestcase.EarlierAttempt(
                verdict: verdict($0.outcome, redactor), duration: $0.duration, request: request($0.trace, redactor))
        }
        if let effect = result.effect {
            testcase.effect = ReportEffect(
                kinds: effect.kinds.words, outcome: ReportEffect.Outcome(effect.outcome), amount: effect.amount)
            if effect.kinds.contains(.texts) {
                testcase.sms =
                    switch effect.outcome {
                    case .happened: .sent
                    case .unknown: .unknown
                    case .didNotHappen: .none
                    }
                testcase.smsCount = effect.personCount
            }
        }
        testcase.request = result.trace.map { request($0, redactor) }
        if case .failed(let failures) = result.outcome {
            testcase.failures = failures.map {
                ReportTestcase.Failure(
                    subject: clean($0.subject.text), line: $0.range.start.line, expected: clean($0.expected.start),
                    actual: clean($0.actual.start), isConsequence: $0.isConsequence)
            }
        }
        testcase.warnings = result.warnings.map { clean($0.start) }
        testcase.exchange = result.exchange.map {
            recorder.json($0, redactor, hidesResponse: result.hidesResponse, bodyHasPlaces: result.bodyHasPlaces)
        }
        return testcase
    }

    private func request(_ trace: RequestTrace, _ redactor: Redactor) -> ReportRequest {
        ReportRequest(
            method: trace.method, path: redactor.redact(trace.path), reference: trace.reference.map(redactor.redact),
            time: times.rfc3339(trace.time))
    }

    /// A request that is about to be made, for the journal.
    package func request(_ recorded: RecordedRequest, of workflow: Int) -> ReportRequest {
        let redactor =
            recorded.secrets.isEmpty ? redactor : redactors.redactor(learning: recorded.secrets, of: workflow)
        return request(recorded.trace, redactor)
    }

    /// Whether a text has none of the secrets that are known after a step, and no mobile number.
    package func isHarmless(_ text: String, after result: StepResult, of workflow: Int) -> Bool {
        redactors.redactor(learning: result.secrets, of: workflow).redact(text) == text
            && NumberMask.mask(text) == text
    }

    private func verdict(_ outcome: StepOutcome, _ redactor: Redactor) -> ReportTestcase.Verdict {
        switch outcome {
        case .passed: .passed
        case .failed(let failures): .failure(Problem.all(failures, redact: redactor.redact))
        case .errored(let error):
            .error(type: error.kind.rawValue, [Problem(error, redact: redactor.redact)])
        case .skipped(let reason): .skipped(reason: redactor.redact(reason.text))
        }
    }

    /// What is known of a step before it runs. Made once for each step, because all cases of a workflow share it.
    private func testcase(_ step: Step, name: String) -> ReportTestcase {
        steps.testcase(of: step, name: name) { plannedTestcase(step, name: name) }
    }

    private func plannedTestcase(_ step: Step, name: String) -> ReportTestcase {
        // The place where the step is written, which may be in a workflow that this one uses.
        let place = step.kind.range
        return ReportTestcase(
            name: cleanOften(name), kind: step.kind.value, file: cleanOften(place.file.path), line: place.start.line,
            expectations: step.expectations.map { cleanOften($0.subject.text) },
            defaultExpectations: step.expectations.filter(\.isDefault).map { cleanOften($0.subject.text) },
            expected: step.expectations.map { clean($0.expectedText) }, id: step.id.map { cleanOften($0.value) },
            testID: step.testID.map { cleanOften($0.value) })
    }

    /// The file's path with dots, as in Java class names, and the case. CI servers group and compare results by it.
    private func className(of planned: PlannedWorkflow) -> String {
        let name = fileNames.text(planned.workflow.file.path, ClassName.ofFile)
        // A dot in the case's title would start another class.
        let point = UInt8(ascii: ".")
        let title = planned.testCase.map { testCase in
            testCase.title.utf8.contains(point)
                ? String(decoding: testCase.title.utf8.map { $0 == point ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
                : testCase.title
        }
        let repetition = planned.repetition > 1 ? "[\(planned.repetition)]" : ""
        return (title.map { "\(name)[\($0)]" } ?? name) + repetition
    }

    /// Removes secrets.
    package func clean(_ text: String) -> String { redactor.redact(text) }

    /// Cached, for a string that repeats in every case of a workflow.
    package func cleanOften(_ text: String) -> String { cache.text(text, clean) }
}

extension String {
    /// In characters. Who needs more has the response in the recording.
    private static let maximumValueLength = 20_000

    /// The value itself, or its start. A part of a secret at the end is found as well.
    fileprivate var start: String {
        utf8.count <= Self.maximumValueLength ? self : cut(to: Self.maximumValueLength)
    }
}
