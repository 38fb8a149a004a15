import JSON

/// What was recorded of a workflow, or of one of its cases.
package struct RecordedWorkflow: Sendable {
    /// What became of a step that ran.
    package enum Step: Sendable {
        case exchange(JudgedExchange)
        /// There is no response to judge; the text says why, and completes "there is no response to judge: …".
        case noResponse(String)
    }

    /// By name, as `name` of `RecheckRunner` gives it. A step that did not run is not there.
    package let steps: [String: Step]
    /// The variables that the files alone do not tell.
    package let variables: [String: JSONValue]
    /// The fields of its case that the files alone do not tell.
    package let caseFields: [String: JSONValue]
    /// What stands in the recording for what must not be in it.
    package let secrets: [Secret]

    package init(
        steps: [String: Step], variables: [String: JSONValue], caseFields: [String: JSONValue], secrets: [Secret]
    ) {
        self.steps = steps
        self.variables = variables
        self.caseFields = caseFields
        self.secrets = secrets
    }
}
