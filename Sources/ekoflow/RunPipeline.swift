import CurlTransport
import EkoSandbox
import JSON
import Source
import Spelling
import Synchronization
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The whole way of a run, stage by stage, and what passes between the stages. `RunCommand` goes it, and asks the safety rules:
///
///     SourceFile →parse→ YAMLNode →decode→ Workflow, Environment | [Diagnostic]
///     Workflow + Environment →plan→ RunPlan →safety rules→ RunPlan →run(transport, signer, clock)→ RunEvent … →compose→ ReportEvent … →format→ text
struct RunPipeline {
    let environmentName: String?
    let variables: VariableOptions
    let environmentVariables: EnvironmentVariables
    let selection: Selection
    /// Those of the command line, by which the environments' are tightened.
    let limits: SendLimits
    /// Over how many machines the limits are divided; nil for one.
    let shard: Shard?
    let services: RunServices
    let transport = CurlTransport(userAgent: "ekoflow/\(ekoflowVersion)")

    /// What is loaded: workflows, each with its environment, and the variables that the command line gives.
    struct Loaded {
        var runs: [(workflow: Workflow, environment: Environment)] = []
        var variables: [String: JSONValue] = [:]
        var diagnostics: [Diagnostic] = []
        /// What was read for it.
        var paths: [String] = []
    }

    /// Files to workflows, each with its environment; everything wrong with any of them.
    func load(_ arguments: [String]) -> Loaded {
        var loader = WorkflowLoader()
        let (paths, problems) = WorkflowFiles.find(arguments, shared: .leftOut)
        loader.report(problems)
        let variables = variables.values(&loader)
        let workflows = paths.compactMap { loader.workflow($0, variables: Array(variables.keys)) }
        let selected = workflows.filter(selection.includes)
        let runs = selected.compactMap { workflow in
            loader.environment(for: workflow, named: environmentName).map { (workflow, $0) }
        }
        // What a broken file has is not known: only where all are read can something be missing.
        if workflows.count == paths.count {
            let problems = selection.problems(in: workflows)
            loader.report(
                problems + unknownVariables(of: workflows, given: Set(variables.keys))
                    + credentialVariables(of: workflows, given: Set(variables.keys)))
            if selected.isEmpty, !workflows.isEmpty, !problems.hasErrors { loader.report([.nothingSelected()]) }
        }
        return Loaded(
            runs: runs, variables: variables, diagnostics: loader.diagnostics, paths: loader.readPaths)
    }

    /// Workflows and environments to a plan, with credentials found and the sandbox started where it is needed.
    func plan(
        _ loaded: Loaded, runID: String
    ) async throws -> (plan: RunPlan, sandbox: SandboxServer?, diagnostics: [Diagnostic]) {
        let sandbox = try await startSandbox(for: loaded.runs.map(\.environment))
        let planner = Planner(
            resolver: .ofProcess(environmentVariables), environmentVariable: environmentVariables.value,
            overrides: loaded.variables,
            selection: selection, canPrompt: TerminalPrompt.isPossible, services: services, limits: limits, shard: shard
        )
        var targets: [String: TargetEnvironment?] = [:]
        var sources: [PlannedSource] = []
        var diagnostics: [Diagnostic] = []
        for (workflow, environment) in loaded.runs {
            // A workflow with credentials of its own has a target of its own.
            let key = environment.file.path + (workflow.credentials.isEmpty ? "" : "\n" + workflow.file.path)
            if targets[key] == nil {
                let (target, problems) = await planner.target(
                    environment, credentials: workflow.credentials,
                    sandbox: SandboxEndpoint(environment.endpoint, embedded: sandbox))
                targets[key] = .some(target)
                diagnostics += problems
            }
            guard let target = targets[key] ?? nil else { continue }
            let (source, problems) = planner.plan(workflow, in: target, runID: runID)
            diagnostics += problems
            if let source { sources.append(source) }
        }
        return (RunPlan(id: runID, workflows: PlannedWorkflows(sources)), sandbox, diagnostics)
    }

    /// A plan to its reports, with each event in the journal and on the console as it happens. False where the console cannot be
    /// written to.
    func run(
        _ plan: RunPlan, composer: ReportComposer, console: ConsoleReporter, journal: JournalFile, reports: RunReports,
        interruption: Interruption, execution: ExecutionOptions
    ) async -> (summary: RunSummary, isShown: Bool) {
        let runner = WorkflowRunner(
            transport: transport, services: services,
            prompt: TerminalPrompt.isPossible ? TerminalPrompt.ask : nil, runCommand: ChildProcess.output,
            recorder: journal)
        let progress = Mutex(
            RunProgress(
                reports: reports, blocks: ConsoleBlocks(jobs: execution.jobs, isQuiet: execution.quiet),
                line: execution.jobs > 1 && StandardOutput.isTerminal ? ProgressLine(total: plan.workflows.count) : nil)
        )
        let running = Mutex<Task<Void, Never>?>(nil)
        interruption.watch { running.withLock { $0?.cancel() } }
        let task = Task {
            await runner.run(plan, jobs: execution.jobs, endsAtFailure: execution.failFast) { event in
                let composed = composer.event(of: event)
                journal.record(composed)
                progress.withLock { progress in
                    progress.summary.fold(event)
                    progress.reports.take(composed)
                    progress.show(event, console)
                }
            } onPause: {
                journal.flush()
                progress.withLock { $0.flush() }
            }
        }
        running.withLock { $0 = task }
        // The signal may have come before there was a task to cancel.
        if interruption.signal != nil { task.cancel() }
        let timer = execution.timeout.map { timeout in
            Task {
                try await ContinuousClock().sleep(for: timeout)
                task.cancel()
            }
        }
        await task.value
        timer?.cancel()
        return progress.withLock { ($0.summary, $0.isShown) }
    }

    /// Makes sure that each sandbox that runs by itself is there, and is one.
    func requireSandboxes(of plan: RunPlan, embedded: SandboxServer?) async throws(SandboxProblem) {
        for environment in plan.environments where environment.baseURL != embedded?.baseURL {
            try await environment.requireSandbox(over: transport)
        }
    }

    private func startSandbox(for environments: [Environment]) async throws -> SandboxServer? {
        let initiators = environments.filter(\.isEmbeddedSandbox).map(\.initiatorID.value)
        guard !initiators.isEmpty else { return nil }
        return try await .start(
            .withFixedKeys(initiators: Set(initiators), clock: { [services] in services.now.milliseconds }))
    }

    /// A misspelt name would change nothing and tell nobody.
    private func unknownVariables(of workflows: [Workflow], given: Set<String>) -> [Diagnostic] {
        let known = workflows.reduce(into: Set<String>()) { known, workflow in
            known.formUnion(workflow.variables.map(\.name.value))
            known.formUnion(workflow.referencedVariables)
        }
        let ofOptions = variables.variables.map(\.name).filter { !known.contains($0) }
        // A file of variables may be for more workflows than these: there, what looks like one of them is a mistake.
        let ofFiles = given.subtracting(known).subtracting(ofOptions).filter {
            closestName(to: $0, among: known.sorted()) != nil
        }
        return (ofOptions + ofFiles.sorted()).map { .unusedVariable($0, known: known.sorted()) }
    }
}

extension Environment {
    fileprivate var isEmbeddedSandbox: Bool {
        if case .embeddedSandbox = endpoint { true } else { false }
    }
}

extension Diagnostic {
    fileprivate static func nothingSelected() -> Diagnostic {
        .error(
            .nothingSelected, "no workflow is selected, so nothing would be tested", at: nil,
            help: "'ekoflow list' shows workflows, cases, steps and tags")
    }

    fileprivate static func unusedVariable(_ name: String, known: [String]) -> Diagnostic {
        .error(
            .unusedVariable, "no workflow of this run uses the variable '\(name)' of --var or --vars-file", at: nil,
            help: closestName(to: name, among: known).map { "did you mean '\($0)'?" })
    }
}
