import ArgumentParser
import WorkflowReports

/// A run that is over, and what becomes of its report.
enum FinishedRun {
    /// Reads a journal or a report in JSON. Ends the command where that cannot be done; `help` says what to do then.
    static func read(_ path: String, help: String? = nil) throws -> ReportDocument {
        do {
            return try ReportDocument.read(readFile(path, limit: JournalFile.maximumSize))
        } catch let error as FileError {
            StandardError.write(
                "error: cannot read \(path): \(error.reason)\n" + (help.map { "  = help: \($0)\n" } ?? ""))
        } catch let problem as ReportProblem {
            StandardError.write("error: cannot read \(path): \(problem.message)\n")
        }
        throw ExitStatus.invalidInput
    }

    static func require(_ options: ReportOptions) throws {
        if options.outputs().isEmpty, !options.github {
            throw ValidationError("say what to write: --junit, --json, --html, --tap or --github")
        }
    }

    /// Throws the exit status of the run.
    static func write(
        _ document: ReportDocument, to options: ReportOptions, defaultJUnit: String? = nil,
        inputs: [String], isSummaryShown: Bool
    ) throws {
        try options.refuse(inputs: inputs)
        let reports = RunReports(
            options.outputs(defaultJUnit: defaultJUnit), github: options.github, masksNumbers: true)
        try reports.open()
        reports.take(document)
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        var isWritten =
            !isSummaryShown || StandardOutput.write(DocumentSummary(document).text(styler))
        isWritten = reports.finish() && isWritten
        throw isWritten ? ExitStatus(document) : .unfinished
    }
}
