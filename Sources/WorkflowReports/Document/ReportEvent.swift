/// What happens in a run, in the texts of its reports. A suite is told by its place in the run's plan.
package enum ReportEvent: Sendable {
    case runStarted(ReportInfo)
    /// Without testcases: `steps` are those that it will have.
    case suiteStarted(ReportSuite, steps: PlannedSteps, Int)
    case testcaseFinished(ReportTestcase, suite: Int)
    case suiteFinished(Int, duration: Duration)
    case runFinished(ReportEnd)
}

/// Puts suites together from what happens. It holds those that are under way, and no others.
package struct SuiteAssembly: Sendable {
    private var underWay: [Int: ReportSuite] = [:]

    package init() {}

    /// The suite that an event ends, whole.
    package mutating func take(_ event: ReportEvent) -> ReportSuite? {
        switch event {
        case .runStarted, .runFinished: break
        case .suiteStarted(let suite, _, let index):
            underWay[index] = suite
        case .testcaseFinished(let testcase, let index):
            underWay[index]?.testcases.append(testcase)
        case .suiteFinished(let index, let duration):
            var suite = underWay.removeValue(forKey: index)
            suite?.duration = duration
            return suite
        }
        return nil
    }
}
