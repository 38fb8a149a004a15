/// Testcases by verdict, and SMS.
package struct ReportCounts: Sendable, Equatable {
    package init() {}

    /// The counts of suites that have no testcases yet.
    init(suites: Int) {
        self.suites = suites
    }

    package private(set) var suites = 0
    package private(set) var testcases = 0
    package private(set) var failures = 0
    package private(set) var errors = 0
    package private(set) var skipped = 0
    /// Of answers that are not as documented.
    package private(set) var warnings = 0
    /// The types of the errors, for example `OutcomeUnknown`.
    package private(set) var errorTypes: Set<String> = []
    package private(set) var smsSent = 0
    package private(set) var smsUnknown = 0
    /// How many of `smsSent` and `smsUnknown` went to a sandbox.
    package private(set) var smsOnSandbox = 0

    package var sms: SMSCount { SMSCount(sent: smsSent, unknown: smsUnknown, onSandbox: smsOnSandbox) }

    package var passed: Int { testcases - failures - errors - skipped }

    /// Counts a testcase.
    package mutating func add(_ testcase: ReportTestcase, onSandbox: Bool) {
        testcases += 1
        warnings += testcase.warnings.count
        switch testcase.verdict {
        case .passed: break
        case .failure: failures += 1
        case .error(let type, _):
            errors += 1
            errorTypes.insert(type)
        case .skipped: skipped += 1
        }
        switch testcase.sms {
        case .none: break
        case .sent: smsSent += testcase.smsCount
        case .unknown: smsUnknown += testcase.smsCount
        }
        if onSandbox, testcase.sms != .none { smsOnSandbox += testcase.smsCount }
    }

    /// Adds the counts of other suites.
    package mutating func add(_ other: ReportCounts) {
        suites += other.suites
        testcases += other.testcases
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        warnings += other.warnings
        errorTypes.formUnion(other.errorTypes)
        smsSent += other.smsSent
        smsUnknown += other.smsUnknown
        smsOnSandbox += other.smsOnSandbox
    }
}
