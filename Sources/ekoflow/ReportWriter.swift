import WorkflowEngine
import WorkflowReports
import YAMLSource

/// Writes the run's report, also where the run ends before its first step: an old report left in place would be read as
/// this run's.
struct ReportWriter {
    let path: String
    /// False where numbers are shown whole.
    let masksNumbers: Bool

    /// Shows diagnostics, and ends the run where one is an error.
    func stopOnErrors(_ diagnostics: [Diagnostic]) throws {
        StandardError.write(renderer.render(diagnostics))
        guard diagnostics.hasErrors else { return }
        let errors = diagnostics.filter { $0.severity == .error }
        StandardError.write("\n\(errors.count == 1 ? "1 error" : "\(errors.count) errors"): nothing was sent\n")
        stop(
            message: errors[0].message, details: DiagnosticRenderer(.plain, masksNumbers: masksNumbers).render(errors),
            type: "InvalidInput")
        throw ExitStatus.invalidInput
    }

    /// Ends the run where a safety rule is certain to refuse one of its sends.
    func stopOnRefusals(_ refusals: [Diagnostic]) throws {
        guard !refusals.isEmpty else { return }
        StandardError.write(renderer.render(refusals) + "\nrefused: nothing was sent\n")
        stop(
            message: refusals[0].message,
            details: DiagnosticRenderer(.plain, masksNumbers: masksNumbers).render(refusals), type: "Refused")
        throw ExitStatus.refused
    }

    /// Ends the run where something that it needs does not work.
    func stopOnFailure<Value>(_ message: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            StandardError.write("error: \(message): \(error)\n\nnothing was sent\n")
            stop(message: message, details: "\(message): \(error)", type: "NotStarted")
            throw ExitStatus.unfinished
        }
    }

    /// Ends the run, before anything is sent, where the report could not be written at its end.
    func requireWritable() throws {
        do {
            try ReportFile.checkWritable(path)
        } catch {
            StandardError.write("error: the report cannot be written to \(path): \(error.reason)\n\nnothing was sent\n")
            throw ExitStatus.invalidInput
        }
    }

    /// Starts the journal, and says what may have been sent where an earlier run was cut off. Ends the run where there can be
    /// no journal: what was sent could not be told.
    func start(_ path: String, for plan: RunPlan, writer: JournalWriter) throws -> JournalFile {
        do {
            let isSynced = !plan.environments.allSatisfy(\.isSandbox)
            let (journal, unfinished) = try JournalFile.start(
                at: path, runID: plan.id, writer: writer, isSynced: isSynced)
            if let (kept, earlier) = unfinished { StandardError.write(earlier.notice(keptAs: kept)) }
            return journal
        } catch {
            StandardError.write(
                "error: the journal cannot be written to \(path): \(error.reason)\n\nnothing was sent\n")
            stop(message: "the journal cannot be written", details: error.reason, type: "NotStarted")
            throw ExitStatus.invalidInput
        }
    }

    /// Ends the run for a safety rule.
    func refuse(_ message: String, hint: String) throws -> Never {
        StandardError.write("error: \(message)\n  = hint: \(hint)\n\nrefused: nothing was sent\n")
        stop(message: message, details: "\(message)\n\(hint)", type: "Refused")
        throw ExitStatus.refused
    }

    /// False, with a message, where it cannot be written.
    func write(_ text: String) -> Bool {
        do {
            try ReportFile.write(text, to: path)
            return true
        } catch {
            StandardError.write("error: the report cannot be written to \(path): \(error.reason)\n")
            return false
        }
    }

    private var renderer: DiagnosticRenderer {
        DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal), masksNumbers: masksNumbers)
    }

    private func stop(message: String, details: String, type: String) {
        let redactor = Redactor([], masksNumbers: masksNumbers)
        _ = write(
            JUnitReport.ofRunThatDidNotStart(
                message: redactor.redact(message), details: redactor.redact(details), type: type))
    }
}

extension TextStyler {
    /// Styled on a terminal, unless NO_COLOR is set (https://no-color.org).
    static func forOutput(isTerminal: Bool) -> TextStyler {
        let forbidden = ProcessEnvironment.value("NO_COLOR").map { !$0.isEmpty } ?? false
        return TextStyler(isStyled: isTerminal && !forbidden && ProcessEnvironment.value("TERM") != "dumb")
    }
}

extension Journal {
    /// What to tell of a run that was cut off, when the next one starts.
    fileprivate func notice(keptAs path: String) -> String {
        let counts = document.counts
        return """
            warning: the run before this one, \(runID), was cut off: \(counts.smsSent) SMS sent, \(counts.smsUnknown) may have been sent
              = hint: its report: ekoflow report --from-journal \(path)

            """
    }
}
