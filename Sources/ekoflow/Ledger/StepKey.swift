import Secrets
import WorkflowEngine

/// What recognises a step over the starts of its run, and over runs.
struct StepKey {
    let text: String

    init(_ workflow: PlannedWorkflow, step: String) {
        text = Self.prefix(of: workflow) + Self.part(step)
    }

    /// The key of the workflow, or of its case, as a whole.
    init(_ workflow: PlannedWorkflow) {
        text = Self.prefix(of: workflow)
    }

    private static func prefix(of workflow: PlannedWorkflow) -> String {
        [
            workflow.environment.account, workflow.workflow.file.path, workflow.testCase?.identity ?? "",
            String(workflow.repetition),
        ].map(part).joined()
    }

    /// As the ledger keeps it.
    func hashed(by hash: KeyedHash) -> String { hash.text(of: text) }

    /// With its length, so that no two lists of parts make the same text.
    private static func part(_ text: String) -> String { "\(text.utf8.count):\(text)" }
}

extension KeyedHash {
    /// Recognises a person, as the ledger does.
    func personKey(_ number: String) -> String { text(of: "person\n" + personTexted(number)) }
}
