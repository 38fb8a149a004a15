import WorkflowEngine

/// Keeps the lines of a workflow together where several run at once: they are shown when it is over. Where one runs after
/// another, each line is shown at once.
package struct ConsoleBlocks: Sendable {
    private struct Block {
        /// Their texts are made when they are shown.
        var events: [RunEvent] = []
        var hasProblem = false
    }

    private let areHeldBack: Bool
    private let isQuiet: Bool
    private var held: [Int: Block] = [:]

    /// `isQuiet` where only workflows that did not pass are shown.
    package init(jobs: Int, isQuiet: Bool) {
        areHeldBack = jobs > 1 || isQuiet
        self.isQuiet = isQuiet
    }

    /// What to show now that an event has come; `text` makes the text of one.
    package mutating func show(_ event: RunEvent, _ text: (RunEvent) -> String) -> String {
        guard areHeldBack else { return text(event) }
        switch event {
        case .workflowStarted(_, let workflow, _):
            held[workflow] = Block(events: [event])
            return ""
        case .stepFinished(let result, let workflow):
            switch result.outcome {
            case .passed:
                // Its response may be large, and is not shown.
                held[workflow]?.events.append(.stepFinished(result.withoutExchange, workflow: workflow))
                return ""
            case .skipped: break
            case .failed, .errored: held[workflow]?.hasProblem = true
            }
            held[workflow]?.events.append(event)
            return ""
        case .workflowFinished(let workflow, _):
            let block = held.removeValue(forKey: workflow)
            let isShown = block.map { $0.hasProblem || !isQuiet } ?? false
            // With the end, what the workflow used is forgotten: it is made last.
            let shown = isShown ? block?.events.map(text).joined() ?? "" : ""
            return shown + text(event)
        case .runStarted, .runFinished:
            return text(event)
        }
    }
}
