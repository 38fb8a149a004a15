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

    func run() throws {
        var loader = WorkflowLoader()
        let (files, problems) = WorkflowFiles.find(paths)
        loader.report(problems)
        for path in files {
            if Workspace.isEnvironmentFile(path) {
                _ = loader.environment(path)
            } else if let workflow = loader.workflow(path, variables: []), workflow.environment != nil {
                _ = loader.environment(for: workflow, named: nil)
            }
        }
        let renderer = DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal))
        StandardError.write(renderer.render(loader.diagnostics))
        let errors = loader.diagnostics.count { $0.severity == .error }
        let count = files.count == 1 ? "1 file" : "\(files.count) files"
        let verdict = errors == 0 ? "no errors" : errors == 1 ? "1 error" : "\(errors) errors"
        let isWritten = StandardOutput.write("\(count): \(verdict)\n")
        throw errors > 0 ? ExitStatus.invalidInput : isWritten ? .passed : .unfinished
    }
}
