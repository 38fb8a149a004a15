import ArgumentParser
import JSON
import WorkflowModel

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of a kind of file, for editors.",
        discussion: """
            An editor with the YAML language server completes and explains keys where a file says:

              # yaml-language-server: $schema=../schemas/workflow.json

            Examples:
              ekoflow schema workflow > schemas/workflow.json
              ekoflow schema environment > schemas/environment.json
            """)

    @Argument(help: ArgumentHelp("workflow or environment.", valueName: "kind"))
    var kind: SchemaDocument

    func run() throws {
        guard StandardOutput.write(kind.json.prettyPrinted + "\n") else { throw ExitStatus.unfinished }
    }
}

extension SchemaDocument: ExpressibleByArgument {}
