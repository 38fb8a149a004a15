import HTTP
import JSON
import Secrets
import WorkflowModel

/// A request as a run would send it, as far as it is known before the run.
package struct PlannedRequest: Sendable {
    /// The title of its workflow, with the case.
    package let workflow: String
    /// The path of its workflow.
    package let file: String
    package let step: Step
    /// Of the step; unique in its workflow.
    package let name: String
    package let environment: TargetEnvironment
    /// Signed at the time of the preview. What only the run will know stands as the expression that gives it.
    package let request: HTTPRequest
    /// What the request carries that must not reach any output, beside the credentials.
    package let secrets: [Secret]
    /// Nil for a request that texts nobody.
    package let send: PlannedSend?
    /// True where a `when` decides in the run whether it is made.
    package let isConditional: Bool
    /// How often it can be made at most; nil for a poll, which has no bound but its time.
    package let maximumCount: Int?
    /// What keeps the request from being made; nil where nothing is known to.
    package let problem: String?
}

/// Whom a planned request texts.
package struct PlannedSend: Sendable {
    /// The numbers; one that only the run will know is left out.
    package let recipients: [String]
    /// True where a number is not known yet.
    package let hasUnknownRecipient: Bool
}
