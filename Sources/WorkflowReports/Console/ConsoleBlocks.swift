import WorkflowEngine

/// Keeps the lines of a workflow together if several run in parallel: they are shown when the workflow is finished.
/// If workflows run one by one, each line is shown at once.
package struct ConsoleBlocks: Sendable {
    private struct Block {
        /// They become text only when they are shown.
        var events: [RunEvent] = []
        var hasProblem = false
    }

    private let areHeldBack: Bool
    private let isQuiet: Bool
    private var held: [Int: Block] = [:]

    /// `isQuiet` shows only workflows that did not pass.
    package init(jobs: Int, isQuiet: Bool) {
        areHeldBack = jobs > 1 || isQuiet
        self.isQuiet = isQuiet
    }

    /// What to show after an event. `text` turns an event into text.
    package mutating func show(_ event: RunEvent, _ text: (RunEvent) -> String) -> String {
        guard areHeldBack else { return text(event) }
        switch event {
        case .workflowStarted(_, let workflow, _):
            held[workflow] = Block(events: [event])
            return ""
        case .stepFinished(let result, let workflow):
            switch result.outcome {
            case .passed:
                // Its response is never shown and may be large.
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
            // `text(event)` forgets the workflow's secrets, so it comes after the other lines.
            let shown = isShown ? block?.events.map(text).joined() ?? "" : ""
            return shown + text(event)
        case .runStarted, .runFinished:
            return text(event)
        }
    }
}
