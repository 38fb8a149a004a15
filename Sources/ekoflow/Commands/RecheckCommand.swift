import ArgumentParser
import WorkflowReports

struct RecheckCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "recheck",
        abstract: "Judges the responses of an earlier run by the workflows as they are now. Sends nothing.",
        discussion: """
            A run keeps what it got in its journal, without keys, tokens and whole numbers. After an expectation was mended, \
            this shows whether it holds, and costs nothing. Numbers that the workflow names are whole again; what else was \
            hidden has another text of the same form in its place. The exit code is a run's; it is 3 where something that was \
            wrong is not judged again, and where the run did not come to its end.

            Examples:
              ekoflow recheck                                   # the last run
              ekoflow recheck reports/journal-MWW05295XW.jsonl
              ekoflow recheck MWW05295XW --junit reports/rechecked.xml
            """)

    @Argument(
        help: ArgumentHelp(
            "The name of a run, its journal, or its report in JSON: the last run if not given.", valueName: "run"))
    var recorded: String?

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Flag(help: "Show mobile numbers whole, where they are known.")
    var showRecipients = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let path = JournalPath.ofRun(recorded, in: .current)
        let document = try FinishedRun.read(path, help: "'ekoflow report list' shows the runs that are kept")
        let recording = Recording(document)
        let recheck = Recheck(recording: recording, root: recording.root(ofJournal: path), shell: shell)
        let plan = await recheck.plan()
        try shell.check(plan.diagnostics, masksNumbers: !showRecipients)
        var settings = reportOptions.settings()
        settings.masksNumbers = !showRecipients
        settings.isRecheck = true
        return try await recheck.run(plan, settings)
    }
}
