import WorkflowModel

/// Runs the steps of a sequence one by one: over the network, or from a recording.
protocol StepExecutor: Sendable {
    /// Runs a step that makes a request. `name` is unique in its workflow.
    func run(_ step: Step, request: RequestTemplate, name: String, scope: inout RunScope) async -> StepResult

    /// Lets a time pass, or less where the task is cancelled.
    func wait(_ duration: Duration) async
}
