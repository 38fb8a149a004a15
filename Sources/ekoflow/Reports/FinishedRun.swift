import CLibrary
import Source
import WorkflowReports

/// Reads a finished run, and writes its reports.
enum FinishedRun {
    /// Of a journal or a report, in bytes.
    static let maximumSize = 1 << 30

    /// Reads a journal or a JSON report. `help` says what to do if that fails.
    /// Without `isSettled`, what was learned of its requests later is left out.
    static func read(
        _ path: String, help: String? = nil, isSettled: Bool = true
    ) throws(CommandError) -> ReportDocument {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readFile(path, limit: maximumSize)
        } catch {
            throw .invalidInput(.unreadable(path, error.reason, help: help))
        }
        if isBeingWritten(path) {
            throw .invalidInput(
                .unreadable(path, "its run is still running", help: "wait until the run has ended"))
        }
        do throws(ReportProblem) {
            let document = try ReportDocument.read(bytes)
            guard isSettled else { return document }
            let settlement = SettlementFile.read(SettlementFile.path(of: document.info.runID, beside: path))
            return settlement.map { document.settled(by: $0) } ?? document
        } catch {
            throw .invalidInput(.unreadable(path, error.message))
        }
    }

    /// Reads a run by its name, its journal or its report. Nil for the last run.
    static func read(run: String?) throws(CommandError) -> ReportDocument {
        try read(
            JournalPath.ofRun(run, in: .current), help: "'ekoflow report list' shows the runs that are kept")
    }

    /// Whether a run holds the lock of its journal.
    private static func isBeingWritten(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Writes the reports of a finished run. Returns the exit status of the run.
    static func write(
        _ document: ReportDocument, _ settings: RunSettings, inputs: [String], showsSummary: Bool, in shell: Shell
    ) throws(CommandError) -> ExitStatus {
        try settings.refuseReports(over: inputs)
        let outputs = try ReportOutputs(opening: settings, in: shell)
        outputs.take(document)
        if showsSummary { shell.output.write(DocumentSummary(document).text(shell.styler(for: shell.output))) }
        outputs.finish()
        return ExitStatus(document)
    }
}

extension Diagnostic {
    /// A file or stream that cannot be read.
    static func unreadable(_ path: String, _ reason: String, help: String? = nil) -> Diagnostic {
        .error(.unreadableFile, "cannot read \(path): \(reason)", at: nil, help: help)
    }
}
