import Source
import WorkflowEngine
import WorkflowReports

/// The reports of a run, also where the run ends before its first step: an old report left in place would be read as this
/// run's.
final class RunReports {
    private let outputs: [ReportOutput]
    private let showsGitHub: Bool
    /// False where numbers are shown whole.
    private let masksNumbers: Bool
    private var streams: [ReportStream] = []
    private var assembly = SuiteAssembly()
    private var github = GitHubReport(folder: RunReports.folderInRepository)
    private var info = ReportInfo(version: "", runID: "", startedAt: "")
    private var end = ReportEnd()

    init(_ outputs: [ReportOutput], github: Bool, masksNumbers: Bool) {
        self.outputs = outputs
        showsGitHub = github
        self.masksNumbers = masksNumbers
    }

    /// The working folder below that of the repository, where GitHub tells it.
    private static var folderInRepository: String {
        guard let root = ProcessEnvironment.value("GITHUB_WORKSPACE"), !root.isEmpty else { return "" }
        let (top, folder) = (canonicalPath(root) + "/", canonicalPath(".") + "/")
        return folder.hasPrefix(top) ? String(folder.dropFirst(top.count)) : ""
    }

    /// Opens the reports. Ends the run, before anything is sent, where one could not be written at its end.
    func open() throws {
        for output in outputs {
            do throws(FileError) {
                streams.append(try ReportStream(output))
            } catch {
                StandardError.write(
                    "error: the report cannot be written to \(output.path): \(error.reason)\n\nnothing was sent\n")
                throw ExitStatus.invalidInput
            }
        }
    }

    /// Takes what happens, in order.
    func take(_ event: ReportEvent) {
        if case .runStarted(let info) = event {
            self.info = info
            for stream in streams { stream.start(info) }
        }
        if case .runFinished(let end) = event { self.end = end }
        for suite in assembly.take(event) { add(suite) }
    }

    private func add(_ suite: ReportSuite) {
        for stream in streams { stream.add(suite) }
        if showsGitHub { github.take(suite) }
    }

    /// Takes a whole run.
    func take(_ document: ReportDocument) {
        for stream in streams { stream.start(document.info) }
        for suite in document.suites { add(suite) }
        end = document.end
    }

    /// Puts all reports in their places, and tells where they are. False, with a message, where one cannot be. `endedEarly` is why a
    /// run did not come to its end, for a reader who looks at nothing else than failures.
    func finish(endedEarly reason: String? = nil) -> Bool {
        if let reason { add(ReportDocument.suiteOfEarlyEnd(reason, info)) }
        var isWritten = true
        for stream in streams {
            do throws(FileError) {
                try stream.finish(end)
                isWritten = StandardOutput.write("report: \(stream.path)\n") && isWritten
            } catch {
                StandardError.write("error: the report cannot be written to \(stream.path): \(error.reason)\n")
                isWritten = false
            }
        }
        streams = []
        return (!showsGitHub || publish()) && isWritten
    }

    /// Shows the run where GitHub shows it. False, with a message, where that cannot be done.
    private func publish() -> Bool {
        let isShown = StandardOutput.write(github.annotations)
        guard let path = ProcessEnvironment.value("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return isShown }
        do throws(FileError) {
            try ReportFile.append(github.summary(duration: end.duration), to: path)
        } catch {
            StandardError.write("error: the job's summary cannot be written to \(path): \(error.reason)\n")
            return false
        }
        return isShown
    }

    /// Shows diagnostics, and ends the run where one is an error.
    func stopOnErrors(_ diagnostics: [Diagnostic]) throws {
        StandardError.write(renderer.render(diagnostics))
        guard diagnostics.hasErrors else { return }
        let errors = diagnostics.filter { $0.severity == .error }
        StandardError.write("\n\(errors.count == 1 ? "1 error" : "\(errors.count) errors"): nothing was sent\n")
        stop(
            message: errors[0].message, details: DiagnosticRenderer(.plain, masksNumbers: masksNumbers).render(errors),
            type: ReportDocument.typeOfInvalidInput)
        throw ExitStatus.invalidInput
    }

    /// Ends the run where a safety rule is certain to refuse one of its sends.
    func stopOnRefusals(_ refusals: [Diagnostic]) throws {
        guard !refusals.isEmpty else { return }
        StandardError.write(renderer.render(refusals) + "\nrefused: nothing was sent\n")
        stop(
            message: refusals[0].message,
            details: DiagnosticRenderer(.plain, masksNumbers: masksNumbers).render(refusals),
            type: StepError.Kind.refused.rawValue)
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

    /// Ends the run where a file that an option names is wrong, which has been told.
    func stopOnInvalidInput<Value>(_ message: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            StandardError.write("\nnothing was sent\n")
            stop(message: message, details: message, type: ReportDocument.typeOfInvalidInput)
            throw error
        }
    }

    /// Starts the journal, and says what may have been sent where an earlier run was cut off. Ends the run where there can be
    /// no journal: what was sent could not be told.
    func start(_ path: String, for plan: RunPlan, composer: ReportComposer) throws -> JournalFile {
        do {
            let isSynced = !plan.environments.allSatisfy(\.isSandbox)
            let (journal, earlier) = try JournalFile.start(
                at: path, runID: plan.id, composer: composer, isSynced: isSynced)
            if let earlier { StandardError.write(earlier.notice) }
            if journal.path != path {
                StandardError.write(
                    "note: \(path) is that of another run which is under way: the journal of this one is \(journal.path)\n"
                )
            }
            return journal
        } catch {
            StandardError.write(
                "error: the journal cannot be written to \(path): \(error.reason)\n\nnothing was sent\n")
            stop(
                message: "the journal cannot be written", details: error.reason, type: ReportDocument.typeOfInvalidInput
            )
            throw ExitStatus.invalidInput
        }
    }

    /// Ends the run for a safety rule.
    func refuse(_ message: String, help: String) throws -> Never {
        StandardError.write("error: \(message)\n  = help: \(help)\n\nrefused: nothing was sent\n")
        stop(message: message, details: "\(message)\n\(help)", type: StepError.Kind.refused.rawValue)
        throw ExitStatus.refused
    }

    private var renderer: DiagnosticRenderer {
        DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal), masksNumbers: masksNumbers)
    }

    /// Reports that tell of a run without a step.
    private func stop(message: String, details: String, type: String) {
        streams = []
        let redactor = Redactor([], masksNumbers: masksNumbers)
        let document = ReportDocument.ofRunThatDidNotStart(
            message: redactor.redact(message), details: redactor.redact(details), type: type)
        if showsGitHub {
            for suite in document.suites { github.take(suite) }
            _ = publish()
        }
        for output in outputs {
            do throws(FileError) {
                let stream = try ReportStream(output)
                stream.start(document.info)
                for suite in document.suites { stream.add(suite) }
                try stream.finish(document.end)
            } catch {
                StandardError.write("error: the report cannot be written to \(output.path): \(error.reason)\n")
            }
        }
    }
}

extension TextStyler {
    /// Styled on a terminal, unless NO_COLOR is set (https://no-color.org).
    static func forOutput(isTerminal: Bool) -> TextStyler {
        let forbidden = ProcessEnvironment.value("NO_COLOR").map { !$0.isEmpty } ?? false
        return TextStyler(isStyled: isTerminal && !forbidden && ProcessEnvironment.value("TERM") != "dumb")
    }
}
