import WorkflowModel

/// What came of one step.
package struct StepResult: Sendable {
    package let step: Step
    /// Unique among the steps of its workflow, and the same in every run.
    package let name: String
    package let outcome: StepOutcome
    /// Nil where nothing was sent.
    package let exchange: HTTPExchange?
    /// The values of this step that must not reach any output, beside the credentials.
    package let secrets: [Secret]
    /// Nil for a step that texts nobody.
    package let send: SendOutcome?
    package let duration: Duration

    package init(
        step: Step, name: String, outcome: StepOutcome, exchange: HTTPExchange? = nil, secrets: [Secret] = [],
        send: SendOutcome? = nil, duration: Duration = .zero
    ) {
        self.step = step
        self.name = name
        self.outcome = outcome
        self.exchange = exchange
        self.secrets = secrets
        self.send = send
        self.duration = duration
    }
}
