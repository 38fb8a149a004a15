import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAMLSource

/// The way from a journal and the workflows as they are now to a report, without a transport: nothing can be sent.
struct RecheckPipeline {
    let recording: Recording

    /// Workflows and environments of the recording, decoded and planned; what is wrong with them.
    func plan() -> (plan: RunPlan, recordings: [RecordedWorkflow], diagnostics: [Diagnostic]) {
        var loader = WorkflowLoader()
        var sources: [Source.Key: Source?] = [:]
        var workflows: [PlannedWorkflow] = []
        var recordings: [RecordedSuite] = []
        for suite in recording.suites {
            let key = Source.Key(file: suite.file, environment: suite.environment)
            if sources[key] == nil { sources[key] = .some(source(of: suite, &loader)) }
            guard var source = sources[key] ?? nil else { continue }
            if let planned = source.next(suite.caseTitle) {
                workflows.append(planned)
                recordings.append(suite)
            } else {
                loader.report([.noSuchCase(suite)])
            }
            sources[key] = source
        }
        let numbers = sources.values.compactMap(\.self).reduce(into: Set<String>()) { $0.formUnion($1.numbers) }
        let named = Recording(recording, only: recordings).namingNumbers(numbers)
        return (RunPlan(id: recording.runID, workflows: workflows), named.suites.map(\.workflow), loader.diagnostics)
    }

    /// A plan to a report, with each step on the console as it is judged. False where the console cannot be written to.
    func run(
        _ plan: RunPlan, _ recordings: [RecordedWorkflow], console: ConsoleReporter
    ) async -> (report: RunReport, isShown: Bool) {
        let state = Mutex((report: RunReport(), isShown: true))
        await RecheckRunner(name: RecordedSuite.key).run(plan, recordings: recordings) { event in
            let text = console.text(of: event)
            state.withLock { state in
                state.report.fold(event)
                if !text.isEmpty, !StandardOutput.write(text) { state.isShown = false }
            }
        }
        return state.withLock(\.self)
    }

    private func source(of suite: RecordedSuite, _ loader: inout WorkflowLoader) -> Source? {
        guard let workflow = loader.workflow(suite.file, variables: Array(suite.variables.keys)),
            let environment = loader.environment(named: suite.environment, near: suite.file)
        else { return nil }
        let planner = Planner(
            resolver: .ofProcess(.ofProcess), environmentVariable: EnvironmentVariables.ofProcess.value,
            overrides: suite.variables, canPrompt: true, services: .ofProcess)
        let (planned, problems) = planner.plan(
            workflow, in: TargetEnvironment(withoutCredentials: environment), runID: recording.runID)
        loader.report(problems)
        return Source(workflow: workflow, environment: environment, planned: planned)
    }
}

/// A workflow's file as it is now, planned in one environment.
private struct Source {
    struct Key: Hashable {
        let file: String
        let environment: String
    }

    /// The numbers that the files name.
    let numbers: Set<String>
    /// By the title of the case as a recording has it, in order.
    private var planned: [String?: [PlannedWorkflow]]

    init(workflow: Workflow, environment: Environment, planned: [PlannedWorkflow]) {
        let files = workflow.allFiles + [environment.file]
        numbers = files.reduce(into: []) {
            $0.formUnion(NumberMask.numbers(in: String(decoding: $1.text, as: UTF8.self)))
        }
        self.planned = Dictionary(grouping: planned) { $0.testCase.map { RecordedSuite.key($0.title) } }
    }

    /// Of several cases of one title, each is taken once.
    mutating func next(_ caseTitle: String?) -> PlannedWorkflow? {
        let title = caseTitle.map(RecordedSuite.key)
        guard let first = planned[title]?.first else { return nil }
        planned[title]?.removeFirst()
        return first
    }
}

extension Diagnostic {
    fileprivate static func noSuchCase(_ suite: RecordedSuite) -> Diagnostic {
        .warning(
            "case_not_found",
            suite.caseTitle.map { "\(suite.file) has no case '\($0)' any more: what was recorded of it is left out" }
                ?? "\(suite.file) has cases now: what was recorded without them is left out", at: nil)
    }
}
