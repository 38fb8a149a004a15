import ArgumentParser
import WorkflowEngine
import WorkflowReports

struct RecheckCommand: AsyncParsableCommand {
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

    @Argument(help: ArgumentHelp("The journal of a run, its report in JSON, or its name.", valueName: "run"))
    var recorded = JournalFile.defaultPath

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Flag(help: "Show mobile numbers whole, where they are known.")
    var showRecipients = false

    func run() async throws {
        let pipeline = RecheckPipeline(recording: try recording())
        let plan = pipeline.plan()
        let renderer = DiagnosticRenderer(
            .forOutput(isTerminal: StandardError.isTerminal), masksNumbers: !showRecipients)
        StandardError.write(renderer.render(plan.diagnostics))
        if plan.diagnostics.hasErrors { throw ExitStatus.invalidInput }
        let reports = RunReports(
            reportOptions.outputs(), github: reportOptions.github, masksNumbers: !showRecipients)
        try reports.open()
        let composer = ReportComposer(
            plan.plan, hostname: machineName(), version: ekoflowVersion, masksNumbers: !showRecipients)
        let console = ConsoleReporter(
            styler: .forOutput(isTerminal: StandardOutput.isTerminal), plan: plan.plan, masksNumbers: !showRecipients,
            isRecheck: true)
        let (summary, isShown) = await pipeline.run(plan, composer: composer, console: console, reports: reports)
        var isWritten = isShown && StandardOutput.write(console.summary(of: summary))
        isWritten = reports.finish() && isWritten
        let status = ExitStatus(summary.tally)
        throw !isWritten || status == .passed && plan.losesProblem ? .unfinished : status
    }

    private func recording() throws -> Recording {
        let path = JournalFile.path(ofRun: recorded)
        return Recording(
            try FinishedRun.read(path, help: "give a journal, or the name of the last run or of one that was cut off"))
    }
}
