import JSON
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// Judges recorded responses by the current workflows, and reports the result. It has no transport, so it cannot send.
struct Recheck {
    let recording: Recording
    /// Where the files of the recorded workflows are.
    let root: WorkspaceRoot
    let shell: Shell

    /// The current workflows and environments, with the recording of each workflow.
    struct Plan {
        let plan: RunPlan
        let recordings: [RecordedWorkflow]
        /// For each recording, the keys of the steps that did not pass.
        let problems: [Set<String>]
        let diagnostics: [Diagnostic]
        /// Whether a recorded problem or a step of an earlier start is not judged again, or the run did not finish.
        let hasUnjudgedProblem: Bool
    }

    func plan() async -> Plan {
        var loader = WorkflowLoader.withoutAddresses(in: root, variable: shell.variable, checksUploads: false)
        var sources: [CurrentWorkflow.Key: CurrentWorkflow?] = [:]
        var workflows: [PlannedWorkflow] = []
        var recordings: [RecordedWorkflow] = []
        var problems: [Set<String>] = []
        var hasUnjudgedProblem = recording.isUnfinished
        let hidden = recording.hiddenNumbers
        for suite in recording.suites {
            let key = CurrentWorkflow.Key(file: suite.file, environment: suite.environment)
            if sources[key] == nil { sources[key] = .some(await source(of: suite, &loader)) }
            guard let source = sources[key] ?? nil else { continue }
            var lost = suite.steps
            if let planned = source.take(suite) {
                workflows.append(planned)
                recordings.append(
                    suite.namingNumbers(own: planned.numbers, files: source.numbers, all: hidden).workflow)
                problems.append(Set(suite.steps.filter(\.hasProblem).map(\.key)))
                lost = lost.unmatched(in: planned)
                loader.report(
                    lost.filter(\.hasRun).map { step in
                        .warning(
                            .stepNotFound,
                            "\(suite.file) no longer has a step '\(step.key)': its recording is not judged",
                            at: nil)
                    })
            } else {
                loader.report([.noSuchCase(suite)])
            }
            hasUnjudgedProblem =
                hasUnjudgedProblem || lost.contains(where: \.hasProblem)
                || suite.steps.contains(where: \.isOfEarlierStart)
        }
        loader.report(sources.values.compactMap(\.self).compactMap(\.unrecorded).sorted { $0.message < $1.message })
        if recording.isUnfinished {
            loader.report([
                .warning(.cutOff, "the run did not end: steps that it did not reach are not judged", at: nil)
            ])
        }
        return Plan(
            plan: RunPlan(id: recording.runID, workflows: workflows), recordings: recordings, problems: problems,
            diagnostics: loader.diagnostics, hasUnjudgedProblem: hasUnjudgedProblem)
    }

    /// Judges the steps of a plan, shows them, and writes the reports. Returns the exit status.
    func run(_ plan: Plan, _ settings: RunSettings) async throws(CommandError) -> ExitStatus {
        let outputs = try ReportOutputs(opening: settings, in: shell)
        let composer = ReportComposer(
            plan.plan, hostname: machineName(), version: ekoflowVersion, masksNumbers: settings.masksNumbers)
        let sink = RunSink(shell: shell, outputs: outputs, settings: settings, count: plan.plan.workflows.count)
        var hasUnjudgedProblem = plan.hasUnjudgedProblem
        await RecheckRunner(name: RecordedSuite.key).run(plan.plan, recordings: plan.recordings) { event in
            if case .stepFinished(let result, let index) = event, case .skipped(let reason) = result.outcome {
                let hadProblem = plan.problems[index].contains(RecordedSuite.key(result.name))
                // A step that the run did not reach, because one before it failed that passes now.
                hasUnjudgedProblem = hasUnjudgedProblem || hadProblem || reason.isOfUnreachedStep
            }
            sink.take(composer.event(of: event))
            sink.flush()
        }
        sink.finish()
        let status = ExitStatus(sink.total.counts)
        return status == .passed && hasUnjudgedProblem ? .unfinished : status
    }

    private func source(of suite: RecordedSuite, _ loader: inout WorkflowLoader) async -> CurrentWorkflow? {
        let path = root.location(of: suite.file)
        // A recording can come from elsewhere, and say anything.
        guard FileKind(of: path) != nil, Workspace.isIn(root.path, canonicalPath(path)) else {
            loader.report([
                .error(
                    .unreadableFile, "this workspace has no \(suite.file)", at: nil,
                    help: "run recheck in the workspace of the workflows")
            ])
            return nil
        }
        guard let workflow = loader.workflow(path, variables: Array(suite.variables.keys)),
            let environment = loader.environment(named: suite.environment, near: path)
        else { return nil }
        // The values of environment variables come from the recording, not from this process.
        let variables = EnvironmentVariables(shell)
        let planner = Planner(
            environmentVariable: variables.value, overrides: suite.variables, canPrompt: true,
            allowsMissingValues: true, services: shell.services)
        let (source, problems) = await planner.plan(
            workflow, in: TargetEnvironment(withoutCredentials: environment), runID: recording.runID)
        loader.report(problems)
        return source.map { CurrentWorkflow(workflow: workflow, environment: environment, planned: $0.workflows) }
    }
}

extension Recording {
    /// The workspace that has the recorded workflows: the current folder's, else the journal's, else the current folder.
    func root(ofJournal path: String) -> WorkspaceRoot {
        let file = suites.first?.file ?? ""
        let candidates = [WorkspaceRoot.current, WorkspaceRoot(of: [path]), WorkspaceRoot(path: canonicalPath("."))]
        return candidates.first { FileKind(of: $0.location(of: file)) == .file } ?? .current
    }
}

/// A workflow's file as it is now, planned in one environment.
private final class CurrentWorkflow {
    struct Key: Hashable {
        let file: String
        let environment: String
    }

    /// The mobile numbers in the files.
    let numbers: Set<String>
    private let file: String
    /// By the title of the case, as a recording writes it.
    private let planned: [String?: [PlannedWorkflow]]
    private var taken: Set<Int> = []

    init(workflow: Workflow, environment: Environment, planned: [PlannedWorkflow]) {
        file = workflow.file.path
        let files = workflow.allFiles + [environment.file]
        numbers = files.reduce(into: []) {
            $0.formUnion(NumberMask.numbers(in: String(decoding: $1.text, as: UTF8.self)))
        }
        self.planned = Dictionary(grouping: planned) { $0.testCase.map { RecordedSuite.key($0.title) } }
    }

    /// The workflow, or its case with the same title. Of several such cases, takes the one with the same number.
    func take(_ suite: RecordedSuite) -> PlannedWorkflow? {
        let candidates = planned[suite.caseTitle.map(RecordedSuite.key)] ?? []
        let same = candidates.first { $0.testCase?.number == suite.caseNumber }
        guard let found = same ?? (candidates.count == 1 ? candidates[0] : nil) else { return nil }
        taken.insert(found.testCase?.number ?? 0)
        return found
    }

    /// A warning about cases that have no recording; nil if all have one.
    var unrecorded: Diagnostic? {
        let titles = planned.values.joined().compactMap(\.testCase).filter { !taken.contains($0.number) }
            .sorted { $0.number < $1.number }.map(\.title)
        return titles.isEmpty ? nil : .unrecordedCases(titles, of: file)
    }
}

extension PlannedWorkflow {
    /// The mobile numbers in its variables and its case.
    fileprivate var numbers: Set<String> {
        let values = Array(variables.values) + Array(caseFields.values)
        return values.reduce(into: []) { $0.formUnion(NumberMask.numbers(in: $1.serialized)) }
    }
}

extension [RecordedSuite.Step] {
    /// The steps that the workflow no longer has.
    fileprivate func unmatched(in planned: PlannedWorkflow) -> [RecordedSuite.Step] {
        var left = planned.sequence.leaves.reduce(into: [String: Int]()) {
            $0[RecordedSuite.key($1.name), default: 0] += 1
        }
        return filter { step in
            left[step.key, default: 0] -= 1
            return left[step.key, default: 0] < 0
        }
    }
}

extension Diagnostic {
    fileprivate static func noSuchCase(_ suite: RecordedSuite) -> Diagnostic {
        .warning(
            .caseNotFound,
            suite.caseTitle.map { "\(suite.file) no longer has a case '\($0)': its recording is not judged" }
                ?? "\(suite.file) has cases now: its recording without cases is not judged", at: nil)
    }

    fileprivate static func unrecordedCases(_ titles: [String], of file: String) -> Diagnostic {
        let rest = titles.count > 3 ? " and \(titles.count - 3) more" : ""
        let names = titles.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return .warning(
            .caseNotRecorded,
            "nothing was recorded of \(titles.count == 1 ? "the case" : "the cases") \(names)\(rest) of \(file)",
            at: nil)
    }

}
