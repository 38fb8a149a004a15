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
    package let steps: [String: [Step]]
    /// The variables that the files alone do not tell.
    package let variables: [String: JSONValue]
    /// The fields of its case that the files alone do not tell.
    package let caseFields: [String: JSONValue]
    /// What stands in the recording for what must not be in it.
    package let secrets: [Secret]
    /// What stands for numbers of which nobody knows any more what they were.
    package let hiddenNumbers: Set<String>

    package init(
        startedAt: Timestamp, steps: [String: [Step]], variables: [String: JSONValue], caseFields: [String: JSONValue],
        secrets: [Secret], hiddenNumbers: Set<String>
    ) {
        self.startedAt = startedAt
        self.steps = steps
        self.variables = variables
        self.caseFields = caseFields
        self.secrets = secrets
        self.hiddenNumbers = hiddenNumbers
    }
}
