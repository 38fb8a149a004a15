import ArgumentParser
import JSON
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct ListCommand: ParsableCommand {
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
    var paths: [String] = ["workflows"]

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Show mobile numbers whole.")
    var showRecipients = false

    func run() throws {
        var loader = WorkflowLoader()
        let (files, problems) = WorkflowFiles.find(paths, shared: .leftOut)
        loader.report(problems)
        let variables = Array(variables.values(&loader).keys)
        let workflows = files.filter { !Workspace.isEnvironmentFile($0) }.compactMap {
            loader.workflow($0, variables: variables)
        }
        let selection = selection.selection
        if !loader.diagnostics.hasErrors { loader.report(selection.problems(in: workflows)) }
        StandardError.write(
            DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal)).render(loader.diagnostics))
        let listing = WorkflowListing(workflows.filter(selection.includes), selection: selection)
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        let text = json ? listing.json.prettyPrinted + "\n" : listing.text(styler)
        guard StandardOutput.write(showRecipients ? text : NumberMask.mask(text)) else {
            throw ExitStatus.unfinished
        }
        if loader.diagnostics.hasErrors { throw ExitStatus.invalidInput }
    }
}
