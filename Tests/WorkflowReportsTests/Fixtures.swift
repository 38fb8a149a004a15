import JSON
import Secrets
import Source
import Testing
import Times
import WorkflowModel
import YAML

@testable import WorkflowEngine
@testable import WorkflowReports

/// A workspace without other files.
struct NoFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { file.path }
    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        throw LinkError(reason: "no such file")
    }
}

/// A report made from given outcomes, without a run.
struct ReportFixture {
    let planned: PlannedWorkflow
    private let results: [StepResult]

    /// A workflow with one step per outcome. `name` names the workflow and, with a number, each step.
    init(name: String = "Suite", outcomes: [StepOutcome], secrets: [Secret] = []) throws {
        let quoted = JSONValue.string(name).serialized
        let steps = outcomes.indices.map {
            "  - {name: \(JSONValue.string("\(name) \($0)").serialized), call: {method: GET, path: /}}\n"
        }
        let file = SourceFile(path: "workflows/a.yml", text: "name: \(quoted)\nsteps:\n\(steps.joined())")
        let (workflow, diagnostics) = Workflow.decode(parseYAML(file).root, in: file, files: NoFiles())
        try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        let target = TargetEnvironment(
            path: "environments/test.yml", name: "test", baseURL: "http://127.0.0.1", initiatorID: "1",
            credentials: Credentials(developerKey: Secret("developer-key"), accessKey: Secret("access-key")),
            timeout: .seconds(1), otpSource: nil, limits: EffectLimits(), isProduction: false, isSandbox: true)
        let decoded = try #require(workflow)
        let planned = PlannedWorkflow(decoded, in: target)
        self.planned = planned
        results = zip(outcomes, planned.workflow.steps).enumerated().map { index, pair in
            StepResult(
                step: pair.1, name: planned.sequence.leaves[index].name, outcome: pair.0, secrets: secrets,
                effect: StepEffect(kinds: .texts, outcome: .happened),
                duration: .milliseconds(1_234_567))
        }
    }

    var plan: RunPlan { RunPlan(id: "RUN", workflows: [planned]) }

    var events: [RunEvent] {
        [
            .runStarted(plan, at: Timestamp(milliseconds: 1_767_323_045_000)),
            .workflowStarted(planned, 0, at: Timestamp(milliseconds: 1_767_323_045_678)),
        ] + results.map { .stepFinished($0, workflow: 0) } + [
            .workflowFinished(0, duration: .milliseconds(1_500)),
            .runFinished(duration: .milliseconds(1_500), wasInterrupted: false),
        ]
    }

    /// The document that reports are written from.
    var document: ReportDocument {
        let composer = ReportComposer(plan, hostname: "host", version: "1", masksNumbers: true)
        var assembly = SuiteAssembly()
        var document = ReportDocument(ReportInfo(version: "1", runID: "RUN", startedAt: "1970-01-01T00:00:00.000Z"))
        for event in events.map(composer.event) {
            document.suites += assembly.take(event)
            if case .runFinished(let end) = event { document.end = end }
        }
        return document
    }

    /// The console output of the run, without styles.
    var console: String {
        let composer = ReportComposer(plan, hostname: "host", version: "1", masksNumbers: true)
        let reporter = ConsoleReporter(styler: .plain)
        let steps = events.map(composer.event).filter { if case .testcaseFinished = $0 { true } else { false } }
        var total = ReportTotal()
        total.counts = document.counts
        total.end = document.end
        return steps.map(reporter.text).joined() + reporter.summary(of: total, planned: 1)
    }

    var junit: String { JUnitFormat().text(of: document) }
}

/// A failed expectation with a location in a small file.
func failure(expected: String = "200", actual: String = "403", help: String? = nil) -> ExpectationFailure {
    let file = SourceFile(path: "workflows/a.yml", text: "expect:\n  http: 200\n")
    let range = SourceRange(
        file: file, start: SourcePosition(line: 2, column: 9), end: SourcePosition(line: 2, column: 12))
    return ExpectationFailure(subject: .http, range: range, expected: expected, actual: actual, help: help)
}

extension PlannedWorkflow {
    /// A workflow without variables and cases.
    convenience init(_ workflow: Workflow, in environment: TargetEnvironment) {
        let services = RunServices(clock: { Timestamp(milliseconds: 0) }, random: { 7 })
        self.init(
            workflow, scope: RunScope(runID: "RUN", environment: environment, services: services, isRunning: true),
            sequence: StepSequence(workflow))
    }
}
