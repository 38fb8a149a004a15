import Expressions
import WorkflowModel

/// What `SequenceRunner` does with each step: sends it, judges it from a recording, previews it or checks it.
protocol StepExecutor: Sendable {
    /// Carries out a step that makes a request. Nil if there is nothing to report: the walk goes on as if it had passed.
    func run(_ step: PlannedStep, _ request: RequestTemplate, scope: inout RunScope) async -> StepResult?

    /// The result of a step that an earlier start of the run made, with its captures in the scope; nil if it must run.
    func earlier(_ step: PlannedStep, scope: inout RunScope) -> StepResult?

    /// Waits for the duration, or until the task is cancelled.
    func wait(_ step: PlannedStep, _ duration: Duration) async

    /// Handles a value of a step that has an error. `template` is the template of the value. Returns whether the walk continues
    /// as if the value were not known yet.
    func passes(_ error: EvaluationError, reading template: ValueTemplate?, in scope: RunScope) -> Bool
}

extension StepExecutor {
    func earlier(_ step: PlannedStep, scope: inout RunScope) -> StepResult? { nil }
    func wait(_ step: PlannedStep, _ duration: Duration) async {}
    func passes(_ error: EvaluationError, reading template: ValueTemplate?, in scope: RunScope) -> Bool { false }
}
