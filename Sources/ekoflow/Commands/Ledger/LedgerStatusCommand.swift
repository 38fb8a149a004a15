import ArgumentParser
import Ledger
import SQLDatabase
import Source
import WorkflowReports

/// `ekoflow ledger status`.
struct LedgerStatusCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows where a ledger is, whether it can be used, and what is left of the budgets it counts.",
        discussion: """
            In a workspace, this shows the budgets of each environment that uses the ledger: what was sent and moved today and this month, \
            over all runs, and what is left. The exit code is 3 if the ledger cannot be read.

            Examples:
              ekoflow ledger status
              ekoflow ledger status --env staging --json
            """)

    @OptionGroup var ledger: LedgerOptions

    @Flag(
        help:
            "Set the time of the latest entry to now. Needed if the clock was wrong, and an entry has a time in the future: then everything is refused."
    )
    var trustClock = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let chosen = try await ledger.choose(in: shell)
        guard let opened = try chosen.open(for: trustClock ? .writing : .reading) else {
            shell.output.write(
                json ? LedgerStatusText.jsonOfNone(chosen.location) : LogText.line(chosen.noLedgerYet) + "\n")
            return .passed
        }
        if trustClock { try opened.perform { store throws(SQLError) in try store.trustClock() } }
        let status = try opened.perform { store throws(SQLError) in try store.status() }
        let unfinished = try opened.perform { store throws(SQLError) in
            try store.unfinishedRuns(seenBy: opened.process)
        }
        let (uses, unreadable) = try await LedgerUses(chosen).all(in: opened)
        let text = LedgerStatusText(
            location: chosen.location, status: status, unfinished: unfinished, environments: uses,
            unreadable: unreadable)
        shell.output.write(json ? text.json : text.text(shell.styler(for: shell.output)))
        shell.show(text.warnings)
        return .passed
    }
}
