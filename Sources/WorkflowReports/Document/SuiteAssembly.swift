/// Puts suites together from what happens, in the order of the run's plan, so that the reports of two runs can be compared. It holds
/// those that are under way, and those that wait for one of them.
package struct SuiteAssembly: Sendable {
    private var underWay: [Int: ReportSuite] = [:]
    private var finished: [Int: ReportSuite] = [:]
    /// The place of the first that has not been given out.
    private var next = 0

    package init() {}

    /// The suites, whole, that wait for nothing more after an event.
    package mutating func take(_ event: ReportEvent) -> [ReportSuite] {
        switch event {
        case .runStarted: break
        case .suiteStarted(let suite, _, let index):
            underWay[index] = suite
        case .testcaseFinished(let testcase, let index):
            underWay[index]?.testcases.append(testcase)
        case .suiteFinished(let index, let duration):
            finished[index] = underWay.removeValue(forKey: index)
            finished[index]?.duration = duration
            return givenOut()
        case .runFinished:
            // Those before them were never started.
            defer { finished = [:] }
            return finished.sorted { $0.key < $1.key }.map(\.value)
        }
        return []
    }

    private mutating func givenOut() -> [ReportSuite] {
        var suites: [ReportSuite] = []
        while let suite = finished.removeValue(forKey: next) {
            suites.append(suite)
            next += 1
        }
        return suites
    }
}
