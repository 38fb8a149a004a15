import Synchronization
import WorkflowReports

/// Passes the events of a run to its reports and to the console, and counts them.
final class RunSink: Sendable {
    fileprivate struct State {
        var blocks: ConsoleBlocks
        /// Nil if no progress is shown.
        var line: ProgressLine?
        var total = ReportTotal()
        var causes = CauseSummary()
        /// The running workflows.
        var suites: [Int: (name: String, isSandbox: Bool)] = [:]
        /// Text that waits for the next flush.
        var text = ""
    }

    private let shell: Shell
    private let outputs: ReportOutputs
    private let console: ConsoleReporter
    private let count: Int
    private let state: Mutex<State>

    /// `count` is the number of workflows in the run.
    init(shell: Shell, outputs: ReportOutputs, settings: RunSettings, count: Int) {
        self.shell = shell
        self.outputs = outputs
        self.count = count
        console = ConsoleReporter(
            styler: shell.styler(for: shell.output), isRecheck: settings.isRecheck, isVerbose: settings.isVerbose)
        state = Mutex(
            State(
                blocks: ConsoleBlocks(jobs: settings.jobs, isQuiet: settings.isQuiet, isVerbose: settings.isVerbose),
                line: settings.jobs > 1 && shell.output.isTerminal ? ProgressLine(total: count) : nil))
    }

    /// The counts and the end of the run so far.
    var total: ReportTotal { state.withLock(\.total) }

    /// Takes the events of a run, in order.
    func take(_ event: ReportEvent) {
        outputs.take(event)
        state.withLock { state in
            state.count(event)
            state.text += state.shown(event, console)
        }
    }

    func flush() {
        let text = state.withLock { state in
            defer { state.text = "" }
            return state.text
        }
        shell.output.write(text)
    }

    /// Shows what did not pass and the summary, and finishes the reports. `endedEarly` is why the run did not finish.
    func finish(endedEarly problem: Problem? = nil) {
        flush()
        let causes = state.withLock(\.causes).text(shell.styler(for: shell.output))
        shell.output.write(causes + console.summary(of: total, planned: count))
        outputs.finish(endedEarly: problem)
    }
}

extension RunSink.State {
    fileprivate mutating func count(_ event: ReportEvent) {
        switch event {
        case .runStarted: break
        case .suiteStarted(let suite, _, let workflow): suites[workflow] = (suite.name, suite.isSandbox)
        case .testcaseFinished(let testcase, let workflow):
            total.counts.add(testcase, onSandbox: suites[workflow]?.isSandbox ?? false)
            causes.add(testcase, of: suites[workflow]?.name ?? "")
        case .suiteFinished(let workflow, _, _): suites[workflow] = nil
        case .runFinished(let end): total.end = end
        }
    }

    /// The text of an event, with the progress line below it.
    fileprivate mutating func shown(_ event: ReportEvent, _ console: ConsoleReporter) -> String {
        let text = blocks.show(event, console.text)
        guard line != nil else { return text }
        let next = line?.text(after: event, total.counts)
        if case .runFinished = event { return ProgressLine.clearing + text }
        return text.isEmpty && next == nil ? "" : ProgressLine.clearing + text + (next ?? "")
    }
}
