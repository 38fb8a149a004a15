import ArgumentParser
import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowReports

/// `ekoflow ledger prune`.
struct LedgerPruneCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Forgets the runs that ended before a day, with their requests.",
        discussion: """
            Runs that can be resumed or still run are left, and so are the counts of the current day and month. A run that is forgotten is not \
            recognised again: with the same --run-key, everything is run again.

            Examples:
              ekoflow ledger prune --before 2026-11-01
              ekoflow ledger prune --before 90d
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(
        help: ArgumentHelp("Forget runs that ended before this day, or this long ago.", valueName: "date"),
        transform: PastMoment.parse)
    var before: PastMoment

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let chosen = try await ledger.choose(in: shell)
        let now = shell.services.now
        let end = before.timestamp(before: now, in: chosen.environment?.timeZone)
        guard end <= now else {
            throw .invalidInput(
                .error(.invalidOption, "--before is in the future", at: nil, help: "give a day that is over"))
        }
        let opened = try chosen.require(for: .writing)
        let result = try opened.perform { store throws(SQLError) in
            try store.prune(before: end.milliseconds, seenBy: opened.process)
        }
        shell.output.write(Self.text(of: result, before: end.rfc3339))
        return .passed
    }

    private static func text(of result: PruneResult, before end: String) -> String {
        var text =
            "forgot \(plural(result.runs, "run")) that ended before \(end), with \(plural(result.requests, "request"))"
        if result.unknown > 0 { text += "; the outcome of \(result.unknown) of them was not known" }
        text += "\n"
        if result.counts > 0 { text += "forgot \(plural(result.counts, "count")) of days and months that are over\n" }
        if result.unfinishedRuns > 0 {
            text +=
                "left \(plural(result.unfinishedRuns, "run")) that can be resumed: 'ekoflow ledger list' shows them\n"
        }
        if result.runningRuns > 0 { text += "left \(plural(result.runningRuns, "run")) that still run\n" }
        return text
    }
}
