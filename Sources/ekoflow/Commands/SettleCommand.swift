import ArgumentParser
import WorkflowReports

struct SettleCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract:
            "Asks the API what came of a run's requests whose outcome is unknown. Sends no SMS and moves no money.",
        usage: "ekoflow settle [<run>] [--env-file <path>] [--resolve <host:port:address>] [--json]",
        discussion: """
            A connection that is lost after a request has left, or a run that was cut off, leaves a request of which nobody knows whether \
            the API has carried it out. Each request has a reference, its client_ref_id; for each unknown outcome, this looks up the \
            transaction with that reference, in the environment of the run. What the API says is written beside the journal, and \
            'ekoflow report' shows it. The exit code is 0 if every outcome is known now, and 3 if not: some transactions are still awaited, \
            or the API has no transaction with the reference.

            Examples:
              ekoflow settle                                     # the last run
              ekoflow settle MX432REZ7Q2L5N8VAB4K --env-file .env
            """)

    @Argument(
        help: ArgumentHelp("The name of a run, or its journal: the last run if not given.", valueName: "run"))
    var run: String?

    @OptionGroup var environmentFiles: EnvironmentFileOptions

    @OptionGroup var connection: ConnectionOption

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Show whole mobile numbers.")
    var showRecipients = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let path = JournalPath.ofRun(run, in: .current)
        let document = try FinishedRun.read(
            path, help: "'ekoflow report list' shows the runs that are kept", isSettled: false)
        let inquiries = Inquiries(
            document, journal: path, environmentFiles: environmentFiles.envFile, addresses: connection.resolve,
            shell: shell)
        let (settlement, unasked) = try await inquiries.settle()
        if json {
            shell.output.write(settlement.json)
        } else {
            show(settlement, unasked, of: document, in: shell)
        }
        return settlement.findings.allSatisfy(\.isSettled) && unasked.isEmpty ? .passed : .unfinished
    }

    private func show(
        _ settlement: Settlement, _ unasked: [Inquiries.Unasked], of document: ReportDocument, in shell: Shell
    ) {
        let styler = shell.styler(for: shell.output)
        if settlement.findings.isEmpty, unasked.isEmpty {
            shell.output.write("the outcome of every request of the run \(document.info.runID) is known\n")
        }
        for finding in settlement.findings {
            let sign = finding.isSettled ? styler.apply(.green, to: "✓") : styler.apply(.yellow, to: "?")
            shell.output.write(
                "\(sign) \(LogText.line("\(finding.suite) › \(finding.step)"))  \(styler.apply(.dim, to: LogText.line(finding.reference)))\n"
                    + "    \(LogText.line(finding.text))\n")
        }
        for step in unasked {
            shell.output.write(
                "\(styler.apply(.yellow, to: "?")) \(LogText.line("\(step.suite) › \(step.step)"))\n    \(LogText.line(step.reason))\n"
            )
        }
    }
}
