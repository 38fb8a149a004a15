/// Keeps the lines of a workflow together if several workflows run at once: they are shown when the workflow ends. If workflows
/// run one after another, each line is shown at once.
package struct ConsoleBlocks: Sendable {
    private struct Block {
        /// They are rendered when they are shown.
        var events: [ReportEvent] = []
        var hasProblem = false
    }

    private let areHeldBack: Bool
    private let isQuiet: Bool
    private let isVerbose: Bool
    private var held: [Int: Block] = [:]

    /// `isQuiet` if only workflows that did not pass are shown; `isVerbose` if the exchange of every step is shown.
    package init(jobs: Int, isQuiet: Bool, isVerbose: Bool = false) {
        areHeldBack = jobs > 1 || isQuiet
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }

    /// The text to show after an event. `text` renders one event.
    package mutating func show(_ event: ReportEvent, _ text: (ReportEvent) -> String) -> String {
        guard areHeldBack else { return text(event) }
        switch event {
        case .suiteStarted(_, _, let workflow):
            held[workflow] = Block(events: [event])
        case .testcaseFinished(var testcase, let workflow):
            // The exchange may be large. Only what will be shown is held.
            if !isVerbose, !testcase.verdict.isProblem { testcase.exchange = nil }
            held[workflow]?.events.append(.testcaseFinished(testcase, suite: workflow))
            if testcase.verdict.isProblem || !testcase.warnings.isEmpty { held[workflow]?.hasProblem = true }
        case .suiteFinished(let workflow, _, _):
            guard let block = held.removeValue(forKey: workflow), block.hasProblem || !isQuiet else { return "" }
            return block.events.map(text).joined() + text(event)
        case .runStarted, .runFinished:
            return text(event)
        }
        return ""
    }
}
