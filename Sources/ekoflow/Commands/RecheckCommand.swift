import ArgumentParser
import WorkflowEngine
import WorkflowReports
import YAMLSource

struct RecheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recheck",
        abstract: "Judges the responses of an earlier run by the workflows as they are now. Sends nothing.",
        discussion: """
            A run keeps what it got in its journal, without keys, tokens and whole numbers. After an expectation was mended,
            this shows whether it holds, and costs nothing. Numbers that the workflow names are whole again; what else was
            hidden has another text of the same form in its place. The exit code is a run's; it is 3 where something that was
            wrong is not judged again.

            Examples:
              ekoflow recheck                                   # the last run
              ekoflow recheck reports/journal-MWW05295XW.jsonl
              ekoflow recheck MWW05295XW --junit reports/rechecked.xml
            """)

    @Argument(help: ArgumentHelp("The journal of a run, or the run's name.", valueName: "run"))
    var recorded = JournalFile.defaultPath

    @Option(help: ArgumentHelp("Where a JUnit report goes; none is written otherwise.", valueName: "path"))
    var junit: String?

    @Flag(help: "Show mobile numbers whole, where they are known.")
    var showRecipients = false

    func run() async throws {
        let pipeline = RecheckPipeline(recording: try recording())
        let plan = pipeline.plan()
        let renderer = DiagnosticRenderer(
            .forOutput(isTerminal: StandardError.isTerminal), masksNumbers: !showRecipients)
        StandardError.write(renderer.render(plan.diagnostics))
        if plan.diagnostics.hasErrors { throw ExitStatus.invalidInput }
        let console = ConsoleReporter(
            styler: .forOutput(isTerminal: StandardOutput.isTerminal), plan: plan.plan, masksNumbers: !showRecipients,
            isRecheck: true)
        let (report, isShown) = await pipeline.run(plan, console: console)
        var isWritten = isShown && StandardOutput.write(console.summary(of: report))
        if let junit {
            let composer = ReportComposer(plan.plan, hostname: machineName(), masksNumbers: !showRecipients)
            let writer = ReportWriter(path: junit, masksNumbers: !showRecipients)
            isWritten = writer.write(JUnitReport(composer.document(report)).text()) && isWritten
            isWritten = isWritten && StandardOutput.write("report: \(junit)\n")
        }
        let status = ExitStatus(report.tally)
        throw !isWritten || status == .passed && plan.losesProblem ? .unfinished : status
    }

    private func recording() throws -> Recording {
        let path = JournalFile.path(ofRun: recorded)
        do {
            return try Recording(readFile(path, limit: JournalFile.maximumSize))
        } catch let error as FileError {
            StandardError.write(
                "error: cannot read \(path): \(error.reason)\n  = help: give a journal, or the name of the last run or of one that was cut off\n"
            )
        } catch let problem as Journal.Problem {
            StandardError.write("error: \(path) is not a journal: \(problem.message)\n")
        }
        throw ExitStatus.invalidInput
    }
}
