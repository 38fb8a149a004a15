import Times

/// What happens in a run. Everything that is shown or written is made from these.
///
/// The events of one workflow are in order; those of several may be mixed. A workflow is told by its place in the plan.
package enum RunEvent: Sendable {
    case runStarted(RunPlan, at: Timestamp)
    case workflowStarted(PlannedWorkflow, Int, at: Timestamp)
    case stepFinished(StepResult, workflow: Int)
    case workflowFinished(Int, duration: Duration)
    case runFinished(duration: Duration, wasInterrupted: Bool)
}
