import ArgumentParser
import Ledger
import SQLDatabase
import WorkflowReports

/// `ekoflow ledger list`.
struct LedgerListCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the runs of a ledger, the latest first.",
        discussion: """
            A run that is interrupted or cut off can be continued with 'ekoflow run --resume'. An abandoned run was started anew.
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("Show at most this many runs.", valueName: "number"))
    var limit = 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit \(limit): expected a number above 0") }
    }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let chosen = try await ledger.choose(in: shell)
        guard let opened = try chosen.open(for: .reading) else {
            shell.output.write(json ? "[]\n" : LogText.line(chosen.noLedgerYet) + "\n")
            return .passed
        }
        let runs = try opened.perform { store throws(SQLError) in
            try store.latestRuns(limit: limit, seenBy: opened.process)
        }
        if json {
            shell.output.write(LedgerText.json(runs.map(\.json)))
            return .passed
        }
        let styler = shell.styler(for: shell.output)
        for run in runs { shell.output.write(run.text(styler)) }
        if runs.isEmpty { shell.output.write("the ledger has no runs\n") }
        return .passed
    }
}
