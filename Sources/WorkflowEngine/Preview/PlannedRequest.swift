import Contract
import HTTP
import JSON
import Secrets
import Source
import WorkflowModel

/// A request as a run would send it, as far as it is known before the run.
package struct PlannedRequest: Sendable {
    /// The title of its workflow, with the case.
    package let workflow: String
    /// The path of its workflow.
    package let file: String
    package let step: Step
    /// The name of the step; unique in its workflow.
    package let name: String
    package let environment: TargetEnvironment
    /// Signed at the time of the preview. A value that only the run will know is shown as its expression.
    package let request: HTTPRequest
    /// Secrets in the request, besides the credentials. They must not reach any output.
    package let secrets: [Secret]
    /// Nil for a request that only reads.
    package let effect: PlannedEffect?
    /// Whether a `when` decides during the run if the request is made.
    package let isConditional: Bool
    /// How often it can be made at most; nil for a poll, which only its timeout limits.
    package let maximumCount: Int?
    /// Why the request cannot be made; nil if no reason is known.
    package let problem: String?
    /// In which case it is made, and which steps use its workflow, for its problems.
    let origins: [Diagnostic.Note]
}

/// What a planned request does besides answering.
package struct PlannedEffect: Sendable {
    package let kinds: EffectKinds
    /// The numbers that it texts and that are known before the run.
    package let recipients: [String]
    /// Whether it also texts a number that is not known yet.
    package let hasUnknownRecipient: Bool
    /// How many SMS it is: one for each person, known or not.
    package let personCount: Int
    /// What it moves; nil if it moves nothing, or that is not known yet.
    package let amount: Rupees?
    /// Whether only the run will know what it moves.
    package let isAmountLate: Bool
    /// What it costs; nil if that is not known.
    package let price: Rupees?
}
