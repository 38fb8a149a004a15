import ArgumentParser
import WorkflowModel
import WorkflowReports
import YAMLSource

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks workflows and environments without any network.",
        discussion: """
            Examples:
              ekoflow validate workflows
              ekoflow validate workflows/send.yml environments/staging.yml
            """)

    @Argument(
        help: ArgumentHelp(
            "Files, and folders of them. Files in a folder 'environments' are environments.", valueName: "path"))
    var paths: [String]

    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("Check the workflows in this environment.", valueName: "name"))
    var environment: String?

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    func run() throws {
        var loader = WorkflowLoader()
        let (files, problems) = WorkflowFiles.find(paths, shared: .included)
        loader.report(problems)
        let variables = Array(variables.values(&loader).keys)
        var workflows: [Workflow] = []
        for path in files {
            if Workspace.isEnvironmentFile(path) {
                _ = loader.environment(path)
            } else if let workflow = loader.workflow(path, variables: variables) {
                workflows.append(workflow)
                if environment != nil || workflow.environment != nil {
                    _ = loader.environment(for: workflow, named: environment)
                }
            }
        }
        if !loader.diagnostics.hasErrors { loader.report(selection.selection.problems(in: workflows)) }
        let renderer = DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal))
        StandardError.write(renderer.render(loader.diagnostics))
        let errors = loader.diagnostics.count { $0.severity == .error }
        let count = files.count == 1 ? "1 file" : "\(files.count) files"
        let verdict = errors == 0 ? "no errors" : errors == 1 ? "1 error" : "\(errors) errors"
        let isWritten = StandardOutput.write("\(count): \(verdict)\n")
        throw errors > 0 ? ExitStatus.invalidInput : isWritten ? .passed : .unfinished
    }
}
