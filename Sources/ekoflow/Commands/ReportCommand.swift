import ArgumentParser
import WorkflowReports

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes the report of a run that could not write it itself.",
        discussion: """
            A run notes each send in its journal before it makes it. Where the process or the machine did not live to write the
            report, the journal tells what was done, and what may have been sent.

            Examples:
              ekoflow report --from-journal
              ekoflow report --from-journal reports/journal-MWW05295XW.jsonl --junit reports/cut-off.xml
            """)

    @Flag(help: "Read a journal: of the last run where no file is given.")
    var fromJournal = false

    @Argument(help: ArgumentHelp("The journal.", valueName: "path"))
    var path = JournalFile.defaultPath

    @Option(help: ArgumentHelp("Where the JUnit report goes.", valueName: "path"))
    var junit = "reports/junit.xml"

    func validate() throws {
        if !fromJournal { throw ValidationError("add --from-journal: a report is made from a journal") }
    }

    func run() throws {
        let journal: Journal
        do {
            journal = try Journal(readFile(path, limit: JournalFile.maximumSize))
        } catch let error as FileError {
            throw fail("cannot read \(path): \(error.reason)")
        } catch let problem as Journal.Problem {
            throw fail("\(path) is not a journal: \(problem.message)")
        }
        guard ReportWriter(path: junit, masksNumbers: true).write(JUnitReport(journal.document).text()) else {
            throw ExitStatus.unfinished
        }
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        guard StandardOutput.write(JournalSummary(journal).text(styler) + "report: \(junit)\n") else {
            throw ExitStatus.unfinished
        }
        throw ExitStatus(journal)
    }

    private func fail(_ message: String) -> ExitStatus {
        StandardError.write("error: \(message)\n")
        return .invalidInput
    }
}
