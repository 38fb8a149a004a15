import ArgumentParser
import Glibc
import WorkflowModel

/// The version in `--version`, in reports and in the User-Agent.
let ekoflowVersion = "0.1.0"

@main
struct Ekoflow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ekoflow",
        abstract: "Runs YAML workflows against Eko's OTP API: signed sends, checked responses, JUnit reports.",
        discussion: """
            Each send texts a real person and costs money. Try a workflow on the sandbox first:

              ekoflow run workflows/send.yml --env sandbox

            The word in brackets of a message, as in error[unknown_key], is explained by 'ekoflow explain unknown_key'.

            Exit codes:

            \(ExitStatus.table)
            """,
        version: "ekoflow \(ekoflowVersion)",
        subcommands: [
            RunCommand.self, PlanCommand.self, ValidateCommand.self, ListCommand.self, QueryCommand.self,
            InitCommand.self, ImportCommand.self,
            ExplainCommand.self, SchemaCommand.self, SandboxCommand.self, ReportCommand.self, RecheckCommand.self,
            DiffCommand.self,
            DoctorCommand.self, SignCommand.self,
        ])

    static func main() async {
        // A reader that goes away, such as `head`, must not end a run before its report is written.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let status as ExitStatus {
            Glibc.exit(status.rawValue)
        } catch {
            finish(error)
        }
    }

    /// Help and version, or a wrong option.
    private static func finish(_ error: any Error) -> Never {
        let isAsked = exitCode(for: error).isSuccess
        let message = fullMessage(for: error)
        let words = CommandLine.arguments.dropFirst()
        if !isAsked || words.first == "help", let unknown = UnknownCommand.find(in: words) {
            StandardError.write(unknown.message)
            Glibc.exit(ExitStatus.invalidInput.rawValue)
        }
        guard isAsked else {
            let start = "Error: "
            StandardError.write(
                (message.hasPrefix(start) ? "error: " + message.dropFirst(start.count) : message) + "\n")
            Glibc.exit(ExitStatus.invalidInput.rawValue)
        }
        let isWritten = StandardOutput.write(message + "\n")
        Glibc.exit((isWritten ? ExitStatus.passed : .unfinished).rawValue)
    }
}
