/// An event of a run, without secrets. A suite is identified by its index in the run's plan.
package enum ReportEvent: Sendable {
    case runStarted(ReportInfo)
    /// The suite has no testcases yet; `steps` are its steps before they run.
    case suiteStarted(ReportSuite, steps: PlannedSteps, Int)
    case testcaseFinished(ReportTestcase, suite: Int)
    case suiteFinished(Int, duration: Duration)
    case runFinished(ReportEnd)
}
