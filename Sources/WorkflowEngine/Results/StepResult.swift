import Contract
import JSON
import Secrets
import WorkflowModel

/// The result of one step.
package final class StepResult: Sendable {
    package let step: Step
    /// Unique among the steps of its workflow, and the same in every run.
    package let name: String
    package let outcome: StepOutcome
    /// Nil if there was no response.
    package let exchange: JudgedExchange?
    /// The workflow's secrets known so far, apart from the credentials. They must not reach any output.
    package let secrets: [Secret]
    /// The secrets that only this step used: its signatures.
    package let ownSecrets: [Secret]
    /// Whether nothing of the response may be shown, because it has more secrets than can be looked for.
    package let hidesResponse: Bool
    /// False if certainly nothing in the body of the response is secret by its place, such as the value of a field `otp`.
    package let bodyHasPlaces: Bool
    /// How its answer differs from the documented ones.
    package let warnings: [String]
    /// Nil for a step that only reads.
    package let effect: StepEffect?
    /// Its last request; nil if it made none.
    package let trace: RequestTrace?
    /// How many requests it made; more than one if it polled or was retried.
    package let attempts: Int
    /// The requests before the last one, in order. If there were very many, only the latest are kept.
    package let earlierAttempts: [EarlierAttempt]
    package let duration: Duration
    /// What an earlier start of the run left of it; nil if this start ran it.
    package let earlier: EarlierStep?
    /// Whether the run was interrupted while the step, which only reads, could still have passed.
    package let isCutOff: Bool
    /// The values that it captured, by name.
    package let captures: [String: JSONValue]

    init(
        step: Step, name: String, outcome: StepOutcome, exchange: JudgedExchange? = nil, secrets: [Secret] = [],
        ownSecrets: [Secret] = [], hidesResponse: Bool = false,
        bodyHasPlaces: Bool = true, warnings: [String] = [], effect: StepEffect? = nil, trace: RequestTrace? = nil,
        attempts: Int = 1,
        earlierAttempts: [EarlierAttempt] = [],
        duration: Duration = .zero, earlier: EarlierStep? = nil, captures: [String: JSONValue] = [:],
        isCutOff: Bool = false
    ) {
        self.isCutOff = isCutOff
        self.step = step
        self.name = name
        self.outcome = outcome
        self.exchange = exchange
        self.secrets = secrets
        self.ownSecrets = ownSecrets
        self.hidesResponse = hidesResponse
        self.bodyHasPlaces = bodyHasPlaces
        self.warnings = warnings
        self.effect = effect
        self.trace = trace
        self.attempts = attempts
        self.earlierAttempts = earlierAttempts
        self.duration = duration
        self.earlier = earlier
        self.captures = captures
    }
}

extension StepResult {
    /// The result of a step that made no request.
    convenience init(_ planned: PlannedStep, _ outcome: StepOutcome) {
        self.init(step: planned.step, name: planned.name, outcome: outcome)
    }
}

/// A request before the step's last request.
package struct EarlierAttempt: Sendable {
    package let outcome: StepOutcome
    package let duration: Duration
    package let trace: RequestTrace
}

/// What a step did besides reading.
package struct StepEffect: Sendable {
    package let kinds: EffectKinds
    /// How many persons it texts.
    package let personCount: Int
    /// What it moves; nil if it moves nothing, or that is not known.
    package let amount: Rupees?
    package let outcome: EffectOutcome

    package init(kinds: EffectKinds, personCount: Int = 1, amount: Rupees? = nil, outcome: EffectOutcome) {
        self.kinds = kinds
        self.personCount = personCount
        self.amount = amount
        self.outcome = outcome
    }
}
