import Times

/// What changed from one run to another, step by step. Steps are the same by class and name, whatever the environment.
package struct DocumentDifference: Sendable {
    /// A step in both runs.
    package struct Change: Sendable {
        package let suite: String
        package let before: ReportTestcase
        package let after: ReportTestcase
    }

    /// Passed before, and not now.
    package private(set) var broken: [Change] = []
    /// Passes now, and did not before.
    package private(set) var fixed: [Change] = []
    /// Passes both times, and takes at least twice as long, by 50 ms and more.
    package private(set) var slower: [Change] = []
    /// There now, and not before.
    package private(set) var added: [(suite: String, testcase: ReportTestcase)] = []
    /// The suites and steps that are there no more.
    package private(set) var removed: [String] = []

    private struct Key: Hashable {
        let className: String
        let name: String
    }

    package init(from before: ReportDocument, to after: ReportDocument) {
        var known: [Key: (suite: String, testcase: ReportTestcase)] = [:]
        for suite in before.suites {
            for testcase in suite.testcases {
                known[Key(className: suite.className, name: testcase.name)] = (suite.name, testcase)
            }
        }
        for suite in after.suites {
            for testcase in suite.testcases {
                guard
                    let earlier = known.removeValue(forKey: Key(className: suite.className, name: testcase.name))?
                        .testcase
                else {
                    added.append((suite.name, testcase))
                    continue
                }
                add(Change(suite: suite.name, before: earlier, after: testcase))
            }
        }
        removed = known.values.map { "\($0.suite) › \($0.testcase.name)" }.sorted()
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

extension ReportTestcase {
    fileprivate var hasPassed: Bool { if case .passed = verdict { true } else { false } }
}
