import WorkflowEngine

/// Keeps the lines of a workflow together where several run at once: they are shown when it is over. Where one runs after
/// another, each line is shown at once.
package struct ConsoleBlocks: Sendable {
    private struct Block {
        var text = ""
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

    /// What to show now, of an event and its text.
    package mutating func show(_ text: String, of event: RunEvent) -> String {
        guard areHeldBack else { return text }
        switch event {
        case .workflowStarted(_, let workflow, _):
            held[workflow] = Block(text: text)
            return ""
        case .stepFinished(let result, let workflow):
            held[workflow]?.text += text
            switch result.outcome {
            case .passed, .skipped: break
            case .failed, .errored: held[workflow]?.hasProblem = true
            }
            return ""
        case .workflowFinished(let workflow, _):
            guard let block = held.removeValue(forKey: workflow), block.hasProblem || !isQuiet else { return "" }
            return block.text + text
        case .runStarted, .runFinished:
            return text
        }
    }
}
