import Secrets
import WorkflowEngine

/// What recognises a step over the starts of its run, and over runs.
struct StepKey {
    let text: String

    init(_ workflow: PlannedWorkflow, step: String) {
        text = Self.text(workflow, step)
    }

    /// The key of the workflow, or of its case, as a whole.
    init(_ workflow: PlannedWorkflow) {
        text = Self.text(workflow, nil)
    }

    /// Each part has its length before it, so that no two lists of parts make the same text.
    private static func text(_ workflow: PlannedWorkflow, _ step: String?) -> String {
        var text = ""
        text.reserveCapacity(256)
        func add(_ part: String) {
            text += String(part.utf8.count)
            text += ":"
            text += part
        }
        add(workflow.environment.account)
        add(workflow.workflow.file.path)
        add(workflow.testCase?.identity ?? "")
        add(String(workflow.repetition))
        if let step { add(step) }
        return text
    }

    /// As the ledger keeps it.
    func hashed(by hash: KeyedHash) -> String { hash.text(of: text) }
}

extension KeyedHash {
    /// Recognises a person, as the ledger does.
    func personKey(_ number: String) -> String { text(of: "person\n" + personTexted(number)) }
}
