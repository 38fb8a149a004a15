import ArgumentParser
import JSON
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct ListCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists workflows with their cases, steps and tags.",
        usage: "ekoflow list [<path> ...] [<options>]",
        discussion: """
            Examples:
              ekoflow list
              ekoflow list workflows --tags smoke --json
            """)

    @Argument(help: ArgumentHelp("Workflow files, and folders of them.", valueName: "path"))
    var paths: [String] = [Workspace.workflowsFolder]

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Show whole mobile numbers.")
    var showRecipients = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) -> ExitStatus {
        let (files, problems) = WorkflowFiles.find(paths, shared: .leftOut)
        var loader = WorkflowLoader.withoutAddresses(in: WorkspaceRoot(of: files), variable: shell.variable)
        loader.report(problems)
        let variables = variables.sources.all(&loader).map(\.name)
        let workflows = files.filter { !Workspace.isEnvironmentFile($0) }.compactMap {
            loader.workflow($0, variables: variables)
        }
        let selection = selection.selection
        if !loader.diagnostics.hasErrors { loader.report(selection.problems(in: workflows)) }
        shell.show(loader.diagnostics)
        let listing = WorkflowListing(
            workflows.filter(selection.includes), selection: selection, masksNumbers: !showRecipients)
        shell.output.write(
            json ? listing.json : listing.text(shell.styler(for: shell.output)))
        return loader.diagnostics.hasErrors ? .invalidInput : .passed
    }
}
