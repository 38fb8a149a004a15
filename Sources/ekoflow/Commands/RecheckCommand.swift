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
            hidden has another text of the same form in its place.

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
        let (plan, recordings, diagnostics) = pipeline.plan()
        let renderer = DiagnosticRenderer(
            .forOutput(isTerminal: StandardError.isTerminal), masksNumbers: !showRecipients)
        StandardError.write(renderer.render(diagnostics))
        if diagnostics.hasErrors { throw ExitStatus.invalidInput }
        let console = ConsoleReporter(
            styler: .forOutput(isTerminal: StandardOutput.isTerminal), plan: plan, masksNumbers: !showRecipients,
            isRecheck: true)
        let (report, isShown) = await pipeline.run(plan, recordings, console: console)
        var isWritten = isShown && StandardOutput.write(console.summary(of: report))
        if let junit {
            let composer = ReportComposer(plan, hostname: machineName(), masksNumbers: !showRecipients)
            let writer = ReportWriter(path: junit, masksNumbers: !showRecipients)
            isWritten = writer.write(JUnitReport(composer.document(report)).text()) && isWritten
            isWritten = isWritten && StandardOutput.write("report: \(junit)\n")
        }
        throw isWritten ? ExitStatus(report.tally) : .unfinished
    }

    private func recording() throws -> Recording {
        let path = JournalFile.path(ofRun: recorded)
        do {
            return try Recording(readFile(path, limit: JournalFile.maximumSize))
        } catch let error as FileError {
            StandardError.write(
                "error: cannot read \(path): \(error.reason)\n  = help: give the journal of a run, or its name\n")
        } catch let problem as Journal.Problem {
            StandardError.write("error: \(path) is not a journal: \(problem.message)\n")
        }
        throw ExitStatus.invalidInput
    }
}
