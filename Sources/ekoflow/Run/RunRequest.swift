import EkoSandbox
import JSON
import Source
import Spelling
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// What the command line asks to run. `ekoflow plan` shows it, and `ekoflow run` runs it.
struct RunRequest: Sendable {
    let root: WorkspaceRoot
    let paths: [String]
    /// Overrides the workflows' own environments.
    let environmentName: String?
    let variables: VariableSources
    /// The paths of `--env-file`.
    let environmentFiles: [String]
    let selection: Selection
    /// The limits of the command line. They tighten the limits of the environments.
    let limits: EffectLimits
    let sharding: Sharding

    /// Reads the workflows, each with its environment, and collects all problems.
    func load(in shell: Shell) async -> LoadedRun {
        let (environmentVariables, variableProblems) = await EnvironmentVariables.load(environmentFiles, in: shell)
        var loader = WorkflowLoader(in: root, variable: environmentVariables.value)
        let (paths, problems) = WorkflowFiles.find(paths, shared: .leftOut)
        loader.report(variableProblems + problems)
        let options = variables.all(&loader)
        let values = VariableSources.values(of: options)
        let given = Set(values.keys)
        let workflows = paths.compactMap {
            loader.workflow($0, variables: Array(given), environment: environmentName)
        }
        let selected = workflows.filter(selection.includes)
        let runs = selected.compactMap { workflow in
            loader.environment(for: workflow, named: environmentName).map { (workflow, $0) }
        }
        loader.report(workflows.duplicateClasses)
        for (workflow, environment) in runs { loader.report(VariableSources.misspelt(in: workflow, environment)) }
        // Names are reported as missing only if all files could be read, because a broken file may contain them.
        if workflows.count == paths.count {
            let problems = selection.problems(in: workflows)
            loader.report(
                problems + variables.unused(in: workflows, options)
                    + credentialVariables(of: workflows, given: given, in: root))
            if selected.isEmpty, !workflows.isEmpty, !problems.hasErrors {
                loader.report([
                    .error(
                        .nothingSelected, "no workflow is selected, so nothing would be tested", at: nil,
                        help: "'ekoflow list' shows workflows, cases, steps and tags")
                ])
            }
        }
        return LoadedRun(
            request: self, runs: runs, variables: values, environmentVariables: environmentVariables,
            diagnostics: loader.diagnostics,
            paths: loader.readPaths + environmentFiles + [sharding.timings].compactMap(\.self)
                + workflows.flatMap { $0.allFiles.map(\.location) })
    }
}

/// Workflows, each with its environment, and the variables of the command line.
struct LoadedRun: Sendable {
    let request: RunRequest
    let runs: [(workflow: Workflow, environment: Environment)]
    let variables: [String: JSONValue]
    let environmentVariables: EnvironmentVariables
    let diagnostics: [Diagnostic]
    /// The files that were read.
    let paths: [String]

    /// The environment variables that its environments and workflows name as credentials. No program inherits them.
    var credentialVariables: Set<String> {
        Set(runs.flatMap { $0.environment.credentialVariables + $0.workflow.credentials.variableNames })
    }

    /// Makes a plan. Finds credentials, and starts the sandbox if an environment needs it.
    func plan(in shell: Shell) async throws(CommandError) -> PlannedRun {
        let sandbox = try await EmbeddedSandbox(for: runs.map(\.environment), services: shell.services)
        let resolver = TargetResolver(
            .live(environmentVariables, hiding: credentialVariables), limits: request.limits,
            shard: request.sharding.shard)
        let planner = Planner(
            environmentVariable: environmentVariables.value, overrides: variables, selection: request.selection,
            canPrompt: shell.askOTP != nil, services: shell.services)
        var targets: [String: TargetEnvironment?] = [:]
        var sources: [PlannedSource] = []
        var diagnostics: [Diagnostic] = []
        let runID = shell.services.uniqueRunID()
        for (workflow, environment) in runs {
            // A workflow with its own credentials has its own target.
            let key = environment.file.path + (workflow.credentials.isEmpty ? "" : "\n" + workflow.file.path)
            if targets[key] == nil {
                let (target, problems) = await resolver.target(
                    environment, credentials: workflow.credentials,
                    sandbox: SandboxEndpoint(environment.endpoint, embedded: sandbox))
                targets[key] = .some(target)
                diagnostics += problems
            }
            guard let target = targets[key] ?? nil else { continue }
            let (source, problems) = await planner.plan(workflow, in: target, runID: runID)
            diagnostics += problems
            if let source { sources.append(source) }
        }
        try shell.check(diagnostics)
        let whole = PlannedWorkflows(sources)
        let (workflows, part) = try request.sharding.part(of: whole, in: shell)
        return PlannedRun(
            plan: RunPlan(id: runID, workflows: workflows), whole: whole, part: part,
            isOfAllSteps: part == nil && request.selection.cases.isEmpty && request.selection.steps.isEmpty,
            sandbox: sandbox,
            limits: try runLimits(),
            credentialVariables: credentialVariables, identity: identity)
    }
}

extension LoadedRun {
    /// Two runs with the same identity can be starts of one run.
    private var identity: String {
        let files = runs.map { "\($0.workflow.file.path) in \($0.environment.name.value)" }
        let values = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.serialized)" }
        let names = Set(runs.flatMap { $0.workflow.environmentVariables(given: Set(variables.keys)).map(\.value) })
        let ofProcess = names.sorted().map { "\($0)=\(environmentVariables.value($0) ?? "")" }
        let ofEnvironments = Set(
            runs.flatMap { run in
                run.environment.variables.map { "\(run.environment.name.value).\($0.name.value)=\(text(of: $0))" }
            }
        ).sorted()
        let selection = request.selection
        let tags = selection.tags.map { "\($0)" } ?? ""
        let shard = request.sharding.shard.map { "\($0.number)/\($0.count)" } ?? ""
        return [files, values, ofProcess, ofEnvironments, selection.cases, selection.steps, [tags, shard]].map {
            $0.joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }

    /// The value of an environment's variable, as far as its file or the process has it.
    private func text(of variable: Variable) -> String {
        switch variable.value {
        case .template: variable.literal?.serialized ?? ""
        case .environmentVariable(let name): environmentVariables.value(name.value) ?? ""
        case .required: ""
        }
    }

    /// The limits of the command line; on one of several machines, its share of them.
    private func runLimits() throws(CommandError) -> EffectLimits {
        guard let shard = request.sharding.shard else { return request.limits }
        let (limits, indivisible) = request.limits.divided(over: shard)
        guard indivisible.isEmpty else {
            throw CommandError(
                .invalidInput,
                indivisible.map { name in
                    .error(
                        .indivisibleLimit,
                        "--\(name.replacing("_", with: "-")) is less than one for each of \(shard.count) parts",
                        at: nil, help: "run fewer parts: each has its share of the limit")
                })
        }
        return limits
    }
}

/// Everything that is known before the first request.
struct PlannedRun: Sendable {
    let plan: RunPlan
    /// The workflows of all parts of the run.
    let whole: PlannedWorkflows
    /// Which part of a run on several machines this is; nil for a whole run.
    let part: ReportPart?
    /// Whether all steps and cases of its workflows are run.
    let isOfAllSteps: Bool
    let sandbox: EmbeddedSandbox?
    /// Of the whole run, over all environments.
    let limits: EffectLimits
    let credentialVariables: Set<String>
    /// What decides what is run, beside the content of the files: files, environments, variables, selection.
    let identity: String
}
