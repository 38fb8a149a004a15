/// A run as reports show it: texts without secrets, one to one with JUnit's suites and testcases.
///
/// It is composed from a run as it happens, or read back from a journal: every writer takes it from either.
package struct ReportDocument: Sendable {
    package var suites: [ReportSuite] = []
    package var duration: Duration = .zero

    package init() {}

    package var counts: ReportCounts { suites.reduce(into: ReportCounts()) { $0.add($1.counts) } }
}

/// A workflow, or one of its cases.
package struct ReportSuite: Sendable {
    package let name: String
    package let file: String
    /// By which readers group its testcases.
    package let className: String
    package let environment: String
    package let runID: String
    package let hostname: String
    /// In UTC without zone and fraction: `2026-01-02T03:04:05`.
    package let startedAt: String
    package var duration: Duration = .zero
    package var testcases: [ReportTestcase] = []

    package var counts: ReportCounts { testcases.reduce(into: ReportCounts()) { $0.add($1) } }
}

/// A step.
package struct ReportTestcase: Sendable {
    package enum Verdict: Sendable {
        case passed
        /// An expectation was false. `body` is the whole text, `message` its first line.
        case failure(message: String, body: String)
        /// Anything else. `type` says what, as `OutcomeUnknown`.
        case error(type: String, message: String, body: String)
        case skipped(reason: String)
    }

    /// Whether it texted a person.
    package enum SMS: String, Sendable {
        case none
        case sent
        case unknown
    }

    package let name: String
    package let file: String
    package let line: Int
    /// How many expectations it has.
    package let assertions: Int
    package var duration: Duration = .zero
    package var verdict: Verdict
    package var sms: SMS = .none
}

/// Testcases by verdict, and SMS.
package struct ReportCounts: Sendable, Equatable {
    package private(set) var testcases = 0
    package private(set) var failures = 0
    package private(set) var errors = 0
    package private(set) var skipped = 0
    package private(set) var smsSent = 0
    package private(set) var smsUnknown = 0

    package var passed: Int { testcases - failures - errors - skipped }

    mutating func add(_ testcase: ReportTestcase) {
        testcases += 1
        switch testcase.verdict {
        case .passed: break
        case .failure: failures += 1
        case .error: errors += 1
        case .skipped: skipped += 1
        }
        switch testcase.sms {
        case .none: break
        case .sent: smsSent += 1
        case .unknown: smsUnknown += 1
        }
    }

    mutating func add(_ other: ReportCounts) {
        testcases += other.testcases
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        smsSent += other.smsSent
        smsUnknown += other.smsUnknown
    }
}
