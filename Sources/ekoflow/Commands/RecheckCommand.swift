import ArgumentParser
import WorkflowReports

struct RecheckCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "recheck",
        abstract: "Judges the recorded responses of an earlier run by the current workflows. Sends nothing.",
        discussion: """
            A run keeps the responses in its journal, without keys, OTPs, tokens and whole numbers. After you have fixed an expectation, \
            this shows whether it holds, and costs nothing. Numbers that the workflow contains are put back. Everything else that was \
            hidden is replaced by a random string of the same form. The exit code is the same as for a run. It is also 3 if something that was \
            wrong cannot be judged again, if a step is reached now that did not run then, if the run did not end, or if an earlier start of the \
            run made some of its steps.

            Examples:
              ekoflow recheck                                   # the last run
              ekoflow recheck reports/journal-MX432REZ7Q2L5N8VAB4K.jsonl
              ekoflow recheck MX432REZ7Q2L5N8VAB4K --junit reports/rechecked.xml
            """)

    @Argument(
        help: ArgumentHelp(
            "The name of a run, its journal, or its report in JSON: the last run if not given.", valueName: "run"))
    var recorded: String?

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Flag(help: "Show whole mobile numbers, if they are known.")
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
