import WorkflowEngine

/// Keeps the lines of a workflow together where several run at once: they are shown when it is over. Where one runs after
/// another, each line is shown at once.
package struct ConsoleBlocks: Sendable {
    private let areHeldBack: Bool
    private var held: [Int: String] = [:]

    package init(jobs: Int) {
        areHeldBack = jobs > 1
    }

    /// What to show now, of an event and its text.
    package mutating func show(_ text: String, of event: RunEvent) -> String {
        guard areHeldBack else { return text }
        switch event {
        case .workflowStarted(_, let workflow, _), .stepFinished(_, let workflow):
            held[workflow, default: ""] += text
            return ""
        case .workflowFinished(let workflow, _):
            return (held.removeValue(forKey: workflow) ?? "") + text
        case .runStarted, .runFinished:
            return text
        }
    }
}
