/// What happens in a run, in the texts of its reports. A suite is told by its place in the run's plan.
package enum ReportEvent: Sendable {
    case runStarted(ReportInfo)
    /// Without testcases: `steps` are those that it will have.
    case suiteStarted(ReportSuite, steps: PlannedSteps, Int)
    case testcaseFinished(ReportTestcase, suite: Int)
    case suiteFinished(Int, duration: Duration)
    case runFinished(ReportEnd)
}
