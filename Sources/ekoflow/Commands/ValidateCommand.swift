import ArgumentParser
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// How `ekoflow validate` writes problems.
enum ProblemFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case github
    case gitlab
    case sarif

    /// Empty for `text`, which goes to the error stream.
    fileprivate func text(of report: DiagnosticReport) -> String {
        switch self {
        case .text: ""
        case .json: report.json
        case .github: report.github
        case .gitlab: report.gitLab
        case .sarif: report.sarif
        }
    }
}

struct ValidateCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks workflows and environments. Needs no network.",
        usage: "ekoflow validate [<path> ...] [--env <name>] [<options>]",
        discussion: """
            Checks everything that a run checks before its first request, including recipients and limits. It does not check credentials, certificates, and values that only a run gets.

            Examples:
              ekoflow validate workflows
              ekoflow validate workflows/send.yml environments/staging.yml
              ekoflow validate --format sarif > problems.sarif
            """)

    @Argument(
        help: ArgumentHelp(
            "Files, and folders of them. Files in a folder 'environments' are environments.", valueName: "path"))
    var paths: [String] = [Workspace.workflowsFolder]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @Option(
        help: ArgumentHelp(
            "How the problems are written: text, json, github (annotations), gitlab (Code Quality) or sarif.",
            valueName: "format"))
    var format = ProblemFormat.text

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async -> ExitStatus {
        let environment = target.environmentName
        let (files, problems) = WorkflowFiles.find(paths, shared: .included)
        let root = WorkspaceRoot(of: files)
        var loader = WorkflowLoader.withoutAddresses(in: root, variable: shell.variable)
        loader.report(problems)
        let values = VariableSources.values(of: variables.sources.all(&loader))
        let variables = Array(values.keys)
        // The result must be the same with and without a terminal.
        let planner = Planner(
            environmentVariable: shell.variable, overrides: values, selection: selection.selection, canPrompt: true,
            services: shell.services.repeatable)
        let check = WorkflowCheck(
            root: root, environment: environment, variables: variables, planner: planner, variable: shell.variable)
        let checked = await check.all(files)
        loader.report(checked.diagnostics)
        let workflows = checked.workflows
        loader.report(workflows.duplicateClasses)
        loader.report(credentialVariables(of: workflows, given: Set(variables), in: root))
        if !loader.diagnostics.hasErrors { loader.report(selection.selection.problems(in: workflows)) }
        if format != .text {
            let report = DiagnosticReport(
                loader.diagnostics, folder: shell.folderInRepository(of: root), fileCount: files.count,
                version: ekoflowVersion)
            shell.output.write(format.text(of: report))
            guard format == .github else { return loader.diagnostics.hasErrors ? .invalidInput : .passed }
        }
        shell.show(loader.diagnostics)
        let errors = loader.diagnostics.count { $0.severity == .error }
        let verdict = errors == 0 ? "no errors" : plural(errors, "error")
        shell.output.write("\(plural(files.count, "file")): \(verdict)\n")
        if errors == 0, checked.stepsWithDefaults > 0 {
            let steps =
                checked.stepsWithDefaults == 1
                ? "1 step says nothing about its outcome"
                : "\(checked.stepsWithDefaults) steps say nothing about their outcome"
            shell.output.write(
                "\(steps): a documented success is expected by default, for most operations http: 200 and status: 0\n")
        }
        return errors > 0 ? .invalidInput : .passed
    }
}
