/// Builds suites from events, and returns them in the order of the plan, so that the reports of two runs can be compared.
/// It holds the running suites, and the finished suites that wait for an earlier one.
package struct SuiteAssembly: Sendable {
    private var underWay: [Int: ReportSuite] = [:]
    private var finished: [Int: ReportSuite] = [:]
    /// The index of the next suite to return.
    private var next = 0

    package init() {}

    /// Takes an event, and returns the complete suites that come next in order.
    package mutating func take(_ event: ReportEvent) -> [ReportSuite] {
        switch event {
        case .runStarted: break
        case .suiteStarted(let suite, _, let index):
            underWay[index] = suite
        case .testcaseFinished(let testcase, let index):
            underWay[index]?.testcases.append(testcase)
        case .suiteFinished(let index, let duration, let late):
            guard var suite = underWay.removeValue(forKey: index) else { return givenOut() }
            suite.duration = duration
            late?.apply(to: &suite)
            if index == next, finished.isEmpty {
                next += 1
                return [suite]
            }
            finished[index] = suite
            return givenOut()
        case .runFinished:
            // The suites that they wait for were never started.
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
