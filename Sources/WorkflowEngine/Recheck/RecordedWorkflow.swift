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
        /// Another start of the run made it, and has its response.
        case ofStart(Int)
    }

    package let startedAt: Timestamp
    /// By name, as `name` of `RecheckRunner` returns it. Steps with the same name are in the order of the workflow.
    package var steps: [String: [Step]] = [:]
    /// The variables whose values do not come from the files alone.
    package var variables: [String: JSONValue] = [:]
    /// The fields of its case whose values do not come from the files alone.
    package var caseFields: [String: JSONValue] = [:]
    /// The strings that replace secrets in the recording.
    package var secrets: [Secret] = []
    /// The same strings, which are no secrets themselves.
    package var hiddenSecrets: Set<String> = []
    /// The masked numbers in the recording whose real numbers are not known.
    package var hiddenNumbers: Set<String> = []

    /// What stands in the place of secrets; cookies are hidden by one mark.
    var hiddenStrings: [String] { Array(hiddenSecrets) + ["•••"] }
    /// All that stands in the place of something else.
    var hiddenTexts: [String] { hiddenStrings + hiddenNumbers }

    package init(startedAt: Timestamp) {
        self.startedAt = startedAt
    }
}
