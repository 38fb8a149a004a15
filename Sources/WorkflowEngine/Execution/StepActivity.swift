/// What a step is doing, for people who watch a run.
package struct StepActivity: Sendable {
    package enum Kind: Sendable, Equatable {
        /// A request is out. `number` counts the step's requests from 1.
        case request(number: Int)
        /// The time between two requests of a poll, or between two attempts.
        case pause(before: Int)
        /// The step `wait`.
        case wait
        /// Another workflow texts the same number. `holder` names it, if it belongs to another run.
        case turn(holder: String?)
        /// The rate limit.
        case rate
    }

    package let step: String
    package let kind: Kind
    package let start: ContinuousClock.Instant
    /// When it ends at the latest; nil if nobody knows.
    package let end: ContinuousClock.Instant?

    package init(
        step: String, kind: Kind, start: ContinuousClock.Instant = .now, end: ContinuousClock.Instant? = nil
    ) {
        self.step = step
        self.kind = kind
        self.start = start
        self.end = end
    }
}

/// Is told what the steps of a run do. Called on the threads of the run, so it must be quick.
package protocol ActivityObserver: Sendable {
    /// `workflow` is the index in the plan.
    func stepDoes(_ activity: StepActivity, in workflow: Int)
}
