import JSON
import Secrets
import Times
import WorkflowModel

/// The recording of a workflow, or of one of its cases.
package struct RecordedWorkflow: Sendable {
    /// The recorded result of a step.
    package enum Step: Sendable {
        case exchange(JudgedExchange)
        /// There is no response to judge. The string says why, and completes "there is no response to judge: …".
        case noResponse(String)
        /// The step did not run.
        case nothing
    }

    package let startedAt: Timestamp
    /// By name, as `name` of `RecheckRunner` returns it. Steps with the same name are in the order of the workflow.
    package let steps: [String: [Step]]
    /// The variables whose values do not come from the files alone.
    package let variables: [String: JSONValue]
    /// The fields of its case whose values do not come from the files alone.
    package let caseFields: [String: JSONValue]
    /// The strings that replace secrets in the recording.
    package let secrets: [Secret]
    /// The masked numbers in the recording whose real numbers are not known.
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
