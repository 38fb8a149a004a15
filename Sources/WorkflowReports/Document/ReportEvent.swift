/// An event of a run, without secrets. A suite is identified by its index in the run's plan.
package enum ReportEvent: Sendable {
    case runStarted(ReportInfo)
    /// The suite has no testcases yet; `steps` are its steps before they run.
    case suiteStarted(ReportSuite, steps: PlannedSteps, Int)
    case testcaseFinished(ReportTestcase, suite: Int)
    /// `late` hides what an earlier step of the suite shows of secrets that became known later; nil if there are none.
    case suiteFinished(Int, duration: Duration, late: LateRedaction? = nil)
    case runFinished(ReportEnd)
}
