import ArgumentParser
import JSON
import WorkflowModel
import WorkflowReports

struct SchemaCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of a kind of file, for editors.",
        discussion: """
            An editor with the YAML language server completes and explains keys where a file says:

              # yaml-language-server: $schema=../schemas/workflow.json

            Examples:
              ekoflow schema workflow > schemas/workflow.json
              ekoflow schema environment > schemas/environment.json
              ekoflow schema report > schemas/report.json
            """)

    @Argument(help: ArgumentHelp("workflow, environment or report.", valueName: "kind"))
    var kind: Kind

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case workflow
        case environment
        case report
    }

    func run(in shell: Shell) -> ExitStatus {
        let schema =
            switch kind {
            case .workflow: SchemaDocument.workflow.json
            case .environment: SchemaDocument.environment.json
            case .report: ReportSchema.json
            }
        shell.output.write(schema.prettyPrinted + "\n")
        return .passed
    }
}
