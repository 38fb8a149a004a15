import Expressions
import WorkflowModel

/// What is done with each step as `SequenceRunner` walks a workflow: it is sent, judged from a recording, previewed or checked.
protocol StepExecutor: Sendable {
    /// Carries out a step that makes a request.
    func run(_ step: PlannedStep, _ request: RequestTemplate, scope: inout RunScope) async -> StepResult

    /// Lets time pass, or less if the task is cancelled.
    func wait(_ duration: Duration) async

    /// Takes a value of a step that cannot be had. `template` is what it is made from. Returns whether the walk goes on as if the
    /// value only were not known.
    func passes(_ error: EvaluationError, reading template: ValueTemplate?, in scope: RunScope) -> Bool
}

extension StepExecutor {
    func wait(_ duration: Duration) async {}
    func passes(_ error: EvaluationError, reading template: ValueTemplate?, in scope: RunScope) -> Bool { false }
}
