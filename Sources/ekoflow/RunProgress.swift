import WorkflowEngine
import WorkflowReports

/// What a run shows and reports while it goes on.
struct RunProgress: @unchecked Sendable {
    /// Used by nothing else while the run goes on.
    let reports: RunReports
    var blocks: ConsoleBlocks
    var line: ProgressLine?
    var summary = RunSummary()
    var isShown = true
    /// What waits for the next flush.
    private var text = ""

    init(reports: RunReports, blocks: ConsoleBlocks, line: ProgressLine?) {
        self.reports = reports
        self.blocks = blocks
        self.line = line
    }

    mutating func show(_ event: RunEvent, _ console: ConsoleReporter) {
        var shown = blocks.show(event, console.text)
        if line != nil {
            let next = line?.text(after: event, summary.tally)
            if case .runFinished = event {
                shown = ProgressLine.clearing + shown
            } else if !shown.isEmpty || next != nil {
                shown = ProgressLine.clearing + shown + (next ?? "")
            }
        }
        self.text += shown
    }

    mutating func flush() {
        if !text.isEmpty, !StandardOutput.write(text) { isShown = false }
        text = ""
    }
}
