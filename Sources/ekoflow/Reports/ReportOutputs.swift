import Synchronization
import WorkflowReports

/// The reports of a run. They are written during the run, and moved to their paths at its end.
final class ReportOutputs: Sendable {
    private struct State {
        var streams: [ReportStream] = []
        var assembly = SuiteAssembly()
        /// Nil without `--github`.
        var github: GitHubReport?
        /// What is known about the run, without its suites.
        var info = ReportDocument().info
        var total = ReportTotal()

        mutating func start(_ info: ReportInfo) {
            self.info = info
            for stream in streams { stream.start(info) }
        }

        mutating func add(_ suite: ReportSuite) {
            let counts = suite.counts
            for stream in streams { stream.add(suite, counts, before: total.counts) }
            total.counts.add(counts)
            github?.take(suite)
        }
    }

    private let shell: Shell
    private let state: Mutex<State>

    /// Opens the reports. Throws if one of them cannot be written.
    init(opening settings: RunSettings, in shell: Shell) throws(CommandError) {
        self.shell = shell
        var opened = State()
        if settings.showsGitHub { opened.github = GitHubReport(folder: shell.folderInRepository(of: settings.root)) }
        // None of them is opened before: opening makes folders.
        for output in settings.reports { try output.refuseToReplaceLedger() }
        if !settings.overwrites {
            for output in settings.reports { try output.refuseToReplaceOtherFile() }
        }
        for output in settings.reports {
            do throws(FileError) {
                opened.streams.append(try ReportStream(output))
            } catch {
                throw CommandError(.invalidInput, [.unwritable("the report \(output.path)", error)], isReported: false)
            }
        }
        state = Mutex(opened)
    }

    /// Takes the events of a run, in order.
    func take(_ event: ReportEvent) {
        state.withLock { state in
            if case .runStarted(let info) = event { state.start(info) }
            if case .runFinished(let end) = event { state.total.end = end }
            for suite in state.assembly.take(event) { state.add(suite) }
        }
    }

    /// Takes a whole run.
    func take(_ document: ReportDocument) {
        state.withLock { state in
            state.start(document.info)
            for suite in document.suites { state.add(suite) }
            state.total.end = document.end
        }
    }

    /// Moves all reports to their paths, and prints the paths. `endedEarly` is why the run did not finish; it becomes an error
    /// in the reports, for people who look only at failures.
    func finish(endedEarly problem: Problem? = nil, saysWhere: Bool = true) {
        state.withLock { state in
            if let problem { state.add(ReportDocument.suiteOfEarlyEnd(problem, state.info)) }
            for stream in state.streams {
                do throws(FileError) {
                    try stream.finish(state.info, state.total)
                    if saysWhere { shell.output.write("report: \(stream.path)\n") }
                } catch {
                    shell.lose(.unwritable("the report \(stream.path)", error))
                }
            }
            state.streams = []
            if let github = state.github { publish(github, state.total.end) }
        }
    }

    /// Prints the annotations, and appends to the job's summary.
    private func publish(_ github: GitHubReport, _ end: ReportEnd) {
        shell.output.write(github.annotations)
        guard let path = shell.variable("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
        do throws(FileError) {
            try ReportFile.append(github.summary(duration: end.duration), to: path)
        } catch {
            shell.lose(.unwritable("the job's summary \(path)", error))
        }
    }
}
