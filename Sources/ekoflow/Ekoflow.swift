import ArgumentParser
import CLibrary
import Source
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
            SettleCommand.self, LedgerCommand.self, OperationsCommand.self,
            DiffCommand.self, CoverageCommand.self,
            DoctorCommand.self, SignCommand.self, ReferenceCommand.self,
        ])

    static func main() async {
        forbidCoreDumps()
        // If a reader of the output ends early, for example `head`, the run must still write its report.
        signal(SIGPIPE, SIG_IGN)
        let shell = Shell.live
        do {
            var command = try parseAsRoot()
            guard let command = command as? any ShellCommand else {
                let type = type(of: command)
                if !type.configuration.subcommands.isEmpty {
                    // A command is missing. A script whose variable is empty must not pass.
                    shell.errors.write(helpMessage(for: type) + "\n")
                    ExitStatus.invalidInput.endProcess()
                }
                // Help, the version, or completions.
                return try command.run()
            }
            await command.finish(in: shell).endProcess()
        } catch {
            finish(error, in: shell).endProcess()
        }
    }

    /// Shows help and the version, or what is wrong with the command line.
    private static func finish(_ error: any Error, in shell: Shell) -> ExitStatus {
        let isAsked = exitCode(for: error).isSuccess
        let message = fullMessage(for: error)
        let words = CommandLine.arguments.dropFirst()
        if !isAsked || words.first == "help", let unknown = UnknownCommand.find(in: words) {
            shell.show([unknown.diagnostic])
            return .invalidInput
        }
        if !isAsked, let text = TextForFile.find(in: words) {
            shell.show([text.diagnostic])
            return .invalidInput
        }
        guard isAsked else {
            // The parser's help and usage come after its message.
            let parts = message.split(separator: "\n", maxSplits: 1)
            let raw = parts[0].hasPrefix("Error: ") ? parts[0].dropFirst("Error: ".count) : parts[0]
            let problem = String(raw).hidingValues
            let foreign = ForeignOption(parserMessage: problem)
            shell.show([foreign?.diagnostic ?? .error(.invalidOption, problem, at: nil)])
            if parts.count > 1 { shell.errors.write(parts[1] + "\n") }
            return .invalidInput
        }
        shell.output.write(message + "\n")
        return shell.finalStatus(.passed)
    }
}

extension String {
    /// The parser's message without the value of a variable, and without words that look like keys: what was typed in the
    /// wrong place can be one.
    fileprivate var hidingValues: String {
        let opening = "The value '"
        if hasPrefix(opening), let end = range(ofText: "' is invalid for '--var") {
            return "The value '•••" + self[end.lowerBound...]
        }
        return hidingSecretWords(as: "•••")
    }
}
