import JSON
import Secrets
import Times
import WorkflowModel

/// What was recorded of a workflow, or of one of its cases.
package struct RecordedWorkflow: Sendable {
    /// What became of a step.
    package enum Step: Sendable {
        case exchange(JudgedExchange)
        /// There is no response to judge; the text says why, and completes "there is no response to judge: …".
        case noResponse(String)
        /// It did not run.
        case nothing
    }

    package let startedAt: Timestamp
    /// By name, as `name` of `RecheckRunner` gives it; of several with one name, in the order of the workflow.
    package var steps: [String: [Step]] = [:]
    /// The variables that the files alone do not tell.
    package var variables: [String: JSONValue] = [:]
    /// The fields of its case that the files alone do not tell.
    package var caseFields: [String: JSONValue] = [:]
    /// What stands in the recording for what must not be in it.
    package var secrets: [Secret] = []
    /// What stands for numbers of which nobody knows any more what they were.
    package var hiddenNumbers: Set<String> = []

    package init(startedAt: Timestamp) {
        self.startedAt = startedAt
    }
}
