import WorkflowModel

/// What happens in a run, in order. Everything that is shown or written is made from these.
package enum RunEvent: Sendable {
    case runStarted(RunPlan, at: Timestamp)
    case workflowStarted(PlannedWorkflow, at: Timestamp)
    case stepFinished(StepResult)
    case workflowFinished(duration: Duration)
    case runFinished(duration: Duration, wasInterrupted: Bool)
}
