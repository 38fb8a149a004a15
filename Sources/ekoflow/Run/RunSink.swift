import Synchronization
import WorkflowEngine
import WorkflowReports

/// Passes the events of a run to its reports and to the console, and counts them.
final class RunSink: Sendable, ActivityObserver {
    fileprivate struct State {
        var blocks: ConsoleBlocks
        /// Nil if no progress is shown: the output is not a terminal.
        var line: ProgressLine?
        /// What is shown of the progress now.
        var shownLine: String?
        /// Whether somebody is asked for an OTP at the terminal.
        var isPaused = false
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
    /// The command that shows what did not pass again; nil for a recheck, whose results no journal has.
    private let command: String?
    private let state: Mutex<State>
    /// One text after another is written.
    private let writing = Mutex(())

    /// `count` is the number of workflows in the run.
    init(shell: Shell, outputs: ReportOutputs, settings: RunSettings, count: Int) {
        self.shell = shell
        self.outputs = outputs
        self.count = count
        let journal = settings.keepsEarlierJournals ? "" : " " + ShellText.word(settings.journalPath)
        command = settings.isRecheck ? nil : "ekoflow report show" + journal
        console = ConsoleReporter(
            styler: shell.styler(for: shell.output), isRecheck: settings.isRecheck, isVerbose: settings.isVerbose)
        let isWatched = shell.output.isTerminal && shell.variable("TERM") != "dumb"
        state = Mutex(
            State(
                blocks: ConsoleBlocks(
                    jobs: settings.jobs, isQuiet: settings.isQuiet, isVerbose: settings.isVerbose),
                line: isWatched ? ProgressLine(total: count, isParallel: settings.jobs > 1) : nil))
    }

    /// The counts and the end of the run so far.
    var total: ReportTotal { state.withLock(\.total) }

    /// Whether the progress is shown.
    var isWatched: Bool { state.withLock { $0.line != nil } }

    /// Takes the events of a run, in order.
    func take(_ event: ReportEvent) {
        outputs.take(event)
        state.withLock { state in
            state.count(event)
            state.line?.take(event)
            state.text += state.blocks.show(event, console.text)
        }
    }

    func stepDoes(_ activity: StepActivity, in workflow: Int) {
        state.withLock { $0.line?.take(activity, of: workflow) }
    }

    /// Writes what waits, and the progress below it.
    func flush() {
        writing.withLock { _ in
            let width = shell.output.columns()
            shell.output.write(state.withLock { $0.takeText(width: width) })
        }
    }

    /// Keeps the terminal still while somebody answers a question.
    func pause(_ isPaused: Bool) {
        flush()
        state.withLock { $0.isPaused = isPaused }
        flush()
    }

    /// Shows what did not pass and the summary, and finishes the reports. `endedEarly` is why the run did not finish.
    func finish(endedEarly problem: Problem? = nil) {
        state.withLock { $0.line = nil }
        flush()
        let causes = state.withLock(\.causes).text(shell.styler(for: shell.output), command: command)
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

    /// The text that waits, with the progress line below it. Empty if nothing changes on the screen.
    fileprivate mutating func takeText(width: Int?) -> String {
        let next = isPaused ? nil : line?.text(total.counts, width: width)
        defer {
            text = ""
            shownLine = next
        }
        guard !text.isEmpty || next != shownLine else { return "" }
        return (shownLine == nil ? "" : ProgressLine.clearing) + text + (next ?? "")
    }
}
