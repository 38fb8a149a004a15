/// What changed from one run to another, step by step. Steps match by class and name, also across environments.
package struct DocumentDifference: Sendable {
    /// A step in both runs.
    package struct Change: Sendable {
        package let suite: String
        package let before: ReportTestcase
        package let after: ReportTestcase
    }

    /// Steps that passed before and do not pass now.
    package private(set) var broken: [Change] = []
    /// Steps that pass now and did not pass before.
    package private(set) var fixed: [Change] = []
    /// Steps that pass both times, but now take at least twice as long and at least 50 ms longer.
    package private(set) var slower: [Change] = []
    /// Steps that only the later run has.
    package private(set) var added: [(suite: String, testcase: ReportTestcase)] = []
    /// Steps that only the earlier run has, as `suite › step`.
    package private(set) var removed: [String] = []

    /// Whether something does not pass now that passed before, or that was not there.
    package var isForTheWorse: Bool { !broken.isEmpty || added.contains { $0.testcase.verdict.isProblem } }

    private struct Key: Hashable {
        let className: String
        let name: String

        init(_ suite: ReportSuite, _ testcase: ReportTestcase) {
            className = CICommands.withoutEarlierSeparators(suite.className)
            name = CICommands.withoutEarlierSeparators(testcase.name)
        }
    }

    package init(from before: ReportDocument, to after: ReportDocument) {
        // A name that occurs again is matched in order: a report can be made from journals of several runs, or by another program.
        var known: [Key: [(suite: String, testcase: ReportTestcase)]] = [:]
        for suite in before.suites.reversed() {
            for testcase in suite.testcases.reversed() {
                known[Key(suite, testcase), default: []].append((suite.name, testcase))
            }
        }
        for suite in after.suites {
            for testcase in suite.testcases {
                guard let earlier = known[Key(suite, testcase)]?.popLast()?.testcase else {
                    added.append((suite.name, testcase))
                    continue
                }
                add(Change(suite: suite.name, before: earlier, after: testcase))
            }
        }
        removed = known.values.joined().map { "\($0.suite) › \($0.testcase.name)" }.sorted()
    }

    private mutating func add(_ change: Change) {
        switch (change.before.hasPassed, change.after.hasPassed) {
        case (true, false): broken.append(change)
        case (false, true): fixed.append(change)
        case (true, true):
            let (before, after) = (change.before.duration, change.after.duration)
            if after >= before * 2, after - before >= .milliseconds(50) { slower.append(change) }
        case (false, false): break
        }
    }
}
