import HTTP
import WorkflowModel

/// What came of one step.
package final class StepResult: Sendable {
    package let step: Step
    /// Unique among the steps of its workflow, and the same in every run.
    package let name: String
    package let outcome: StepOutcome
    /// Nil where there was no response.
    package let exchange: JudgedExchange?
    /// What its workflow has used up to it that must not reach any output, beside the credentials.
    package let secrets: [Secret]
    /// What only this step has used: its signature.
    package let ownSecrets: [Secret]
    /// Nil for a step that texts nobody.
    package let send: SendOutcome?
    /// How many requests it made; more than one where it was polled or tried again.
    package let attempts: Int
    /// What came of the requests before the last one, in order; of very many, the last of them.
    package let earlierAttempts: [EarlierAttempt]
    package let duration: Duration

    package init(
        step: Step, name: String, outcome: StepOutcome, exchange: JudgedExchange? = nil, secrets: [Secret] = [],
        ownSecrets: [Secret] = [],
        send: SendOutcome? = nil, attempts: Int = 1, earlierAttempts: [EarlierAttempt] = [], duration: Duration = .zero
    ) {
        self.step = step
        self.name = name
        self.outcome = outcome
        self.exchange = exchange
        self.secrets = secrets
        self.ownSecrets = ownSecrets
        self.send = send
        self.attempts = attempts
        self.earlierAttempts = earlierAttempts
        self.duration = duration
    }

    /// Without what it sent and got, in its last request and in those before.
    package var withoutExchange: StepResult {
        StepResult(
            step: step, name: name, outcome: outcome, secrets: secrets, ownSecrets: ownSecrets, send: send,
            attempts: attempts, duration: duration)
    }
}

/// A request of a step that was made again after it.
package struct EarlierAttempt: Sendable {
    package let outcome: StepOutcome
    package let duration: Duration

    package init(_ outcome: StepOutcome, duration: Duration) {
        self.outcome = outcome
        self.duration = duration
    }
}
