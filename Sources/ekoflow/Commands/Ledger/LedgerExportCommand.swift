import ArgumentParser
import Ledger
import Times
import WorkflowModel
import WorkflowReports

/// `ekoflow ledger export`.
struct LedgerExportCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints all requests of a ledger as JSON or CSV.",
        discussion: """
            JSON is an array with an object on each line. CSV (RFC 4180) has a line of names first; a cell that a spreadsheet would take for \
            a formula begins with an apostrophe. Numbers are masked, and times are in UTC.

            Examples:
              ekoflow ledger export --json --run MX432REZ7Q2L5N8VAB4K
              ekoflow ledger export --csv --since 30d > requests.csv
            """)

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("Only the requests of this run.", valueName: "run"))
    var run: String?

    @Option(
        help: ArgumentHelp(
            "Only requests since this day, for example 2026-11-01, or since 90d ago.", valueName: "date"),
        transform: PastMoment.parse)
    var since: PastMoment?

    @Flag(help: "Print JSON. This is the default.")
    var json = false

    @Flag(help: "Print CSV.")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv: give one of them") }
    }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let chosen = try await ledger.choose(in: shell)
        let opened = try chosen.require(for: .reading)
        if let run { _ = try opened.runs(withKey: run) }
        let since = since?.timestamp(before: shell.services.now, in: chosen.environment?.timeZone)
        let list = RequestList(opened, LedgerStore.RequestFilter(runKey: run, since: since?.milliseconds))
        if csv {
            try list.writeCSV(to: shell.output)
        } else {
            try list.writeJSON(to: shell.output)
        }
        return .passed
    }
}
