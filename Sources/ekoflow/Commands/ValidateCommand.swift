import ArgumentParser
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct ValidateCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks workflows and environments without any network.",
        usage: "ekoflow validate <path> ... [--env <name>] [<options>]",
        discussion: """
            Everything that a run checks before its first request, the recipients and limits of its environment included, but for credentials, certificates and what is given only at a run.

            Examples:
              ekoflow validate workflows
              ekoflow validate workflows/send.yml environments/staging.yml
            """)

    @Argument(
        help: ArgumentHelp(
            "Files, and folders of them. Files in a folder 'environments' are environments.", valueName: "path"))
    var paths: [String]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run(in shell: Shell) async -> ExitStatus {
        let environment = target.environmentName
        var loader = WorkflowLoader()
        let (files, problems) = WorkflowFiles.find(paths, shared: .included)
        loader.report(problems)
        let values = VariableSources.values(of: variables.sources.all(&loader))
        let variables = Array(values.keys)
        // The result must be the same with and without a terminal.
        let planner = Planner(
            environmentVariable: shell.variable, overrides: values, selection: selection.selection, canPrompt: true,
            services: shell.services)
        var workflows: [Workflow] = []
        var defaults = 0
        for path in files {
            if Workspace.isEnvironmentFile(path) {
                _ = loader.environment(path)
            } else if let workflow = loader.workflow(path, variables: variables, environment: environment) {
                workflows.append(workflow)
                guard environment != nil || workflow.environment != nil,
                    let target = loader.environment(for: workflow, named: environment)
                else { continue }
                loader.report(VariableSources.misspelt(in: workflow, target))
                let problems = await planner.check(workflow, in: target)
                loader.report(problems)
                guard !problems.hasErrors else { continue }
                defaults += workflow.stepsWithDefaults
                guard target.limits.areSet else { continue }
                let preview = await planner.preview(workflow, in: target)
                loader.report(preview.refusals + preview.limitProblems)
            }
        }
        loader.report(credentialVariables(of: workflows, given: Set(variables)))
        if !loader.diagnostics.hasErrors { loader.report(selection.selection.problems(in: workflows)) }
        shell.show(loader.diagnostics)
        let errors = loader.diagnostics.count { $0.severity == .error }
        let verdict = errors == 0 ? "no errors" : plural(errors, "error")
        shell.output.write("\(plural(files.count, "file")): \(verdict)\n")
        if errors == 0, defaults > 0 {
            let steps =
                defaults == 1 ? "1 step says nothing of its outcome" : "\(defaults) steps say nothing of their outcome"
            shell.output.write("\(steps): http: 200 and status: 0 are expected by default\n")
        }
        return errors > 0 ? .invalidInput : .passed
    }
}
