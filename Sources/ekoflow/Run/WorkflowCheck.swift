import Source
import WorkflowEngine
import WorkflowModel

/// Checks files as far as a run checks them before its first request: several at once, because a workspace can have thousands.
struct WorkflowCheck: Sendable {
    let root: WorkspaceRoot
    /// The name of the environment that the command line gives; nil if each workflow says it.
    let environment: String?
    /// The names of the variables that the command line gives.
    let variables: [String]
    let planner: Planner
    let variable: @Sendable (String) -> String?
    private let names = FileNames()

    /// What was found in some files, in their order.
    struct Found: Sendable {
        var workflows: [Workflow] = []
        var diagnostics: [Diagnostic] = []
        /// How many steps say nothing about their outcome.
        var stepsWithDefaults = 0

        mutating func add(_ other: Found) {
            workflows += other.workflows
            diagnostics += other.diagnostics
            stepsWithDefaults += other.stepsWithDefaults
        }
    }

    /// How many files are checked one after another, with an environment that is read once for all of them.
    private static let filesAtOnce = 50

    func all(_ files: [String]) async -> Found {
        let parts = stride(from: 0, to: files.count, by: Self.filesAtOnce).map {
            files[$0..<min($0 + Self.filesAtOnce, files.count)]
        }
        return await withTaskGroup(of: (Int, Found).self) { group in
            for (number, part) in parts.enumerated() { group.addTask { (number, await checked(part)) } }
            var found = [Found](repeating: Found(), count: parts.count)
            for await (number, part) in group { found[number] = part }
            return found.reduce(into: Found()) { $0.add($1) }
        }
    }

    private func checked(_ files: ArraySlice<String>) async -> Found {
        var found = Found()
        var loader = WorkflowLoader.withoutAddresses(in: root, variable: variable, names: names)
        var canonical = CanonicalPaths()
        // By their paths; each is made once for all workflows that use it.
        var targets: [String: TargetEnvironment] = [:]
        for path in files {
            if Workspace.isEnvironmentFile(path, &canonical) {
                _ = loader.environment(path)
            } else if let workflow = loader.workflow(path, variables: variables, environment: environment) {
                found.workflows.append(workflow)
                await check(workflow, &loader, &targets, &found)
            }
        }
        found.diagnostics = loader.diagnostics
        return found
    }

    private func check(
        _ workflow: Workflow, _ loader: inout WorkflowLoader, _ targets: inout [String: TargetEnvironment],
        _ found: inout Found
    ) async {
        guard environment != nil || workflow.environment != nil,
            let environment = loader.environment(for: workflow, named: environment)
        else { return }
        loader.report(VariableSources.misspelt(in: workflow, environment))
        let target = targets[environment.file.path] ?? TargetEnvironment(withoutCredentials: environment)
        targets[environment.file.path] = target
        let problems = await planner.check(workflow, in: target)
        loader.report(problems)
        guard !problems.hasErrors else { return }
        found.stepsWithDefaults += workflow.stepsWithDefaults
        guard target.limits.areSet else { return }
        let preview = await planner.preview(workflow, in: target)
        loader.report(preview.refusals + preview.limitProblems)
    }
}
