import Times

/// An event of a run. All output and all reports are made from these events.
///
/// Events of one workflow are in order; events of several may be mixed. Workflows are identified by their index in the plan.
package enum RunEvent: Sendable {
    case runStarted(RunPlan, at: Timestamp)
    case workflowStarted(PlannedWorkflow, Int, at: Timestamp)
    case stepFinished(StepResult, workflow: Int)
    case workflowFinished(Int, duration: Duration)
    case runFinished(duration: Duration, wasInterrupted: Bool)
}
