import Contract
import WorkflowModel

/// Testcases by verdict, and what they did.
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
    /// How many of those that passed only waited, and tested nothing.
    package private(set) var waits = 0
    /// Of answers that are not as documented.
    package private(set) var warnings = 0
    /// The types of the errors, for example `OutcomeUnknown`.
    package private(set) var errorTypes: Set<String> = []
    package private(set) var smsSent = 0
    package private(set) var smsUnknown = 0
    /// How many of `smsSent` and `smsUnknown` went to a sandbox.
    package private(set) var smsOnSandbox = 0

    package private(set) var transfers = 0
    package private(set) var transfersUnknown = 0
    /// What the transfers moved, as far as it is known.
    package private(set) var amount = Rupees(paise: 0)
    /// What the transfers with an unknown outcome would move, as far as it is known.
    package private(set) var amountUnknown = Rupees(paise: 0)
    package private(set) var priced = 0
    package private(set) var pricedUnknown = 0
    /// Other changes whose outcome is not known.
    package private(set) var changesUnknown = 0
    /// How many of all these happened on a sandbox.
    package private(set) var effectsOnSandbox = 0

    package var effects: EffectSummary { EffectSummary(counts: self) }

    package var passed: Int { testcases - failures - errors - skipped }

    /// Whether nothing says how the API behaves.
    package var haveTestedNothing: Bool { passed == waits && failures == 0 }

    /// Counts a testcase.
    package mutating func add(_ testcase: ReportTestcase, onSandbox: Bool) {
        testcases += 1
        warnings += testcase.warnings.count
        switch testcase.verdict {
        case .passed: waits += testcase.isWait ? 1 : 0
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
        if onSandbox, testcase.sms != .none {
            smsOnSandbox += testcase.smsCount
            effectsOnSandbox += testcase.smsCount
        }
        if let effect = testcase.effect { add(effect, onSandbox: onSandbox) }
    }

    private mutating func add(_ effect: ReportEffect, onSandbox: Bool) {
        let kinds = effect.set
        let amount = effect.amount ?? Rupees(paise: 0)
        switch effect.outcome {
        case .didNotHappen: return
        case .happened:
            if kinds.contains(.movesMoney) {
                transfers += 1
                self.amount = self.amount + amount
            }
            if kinds.contains(.priced) { priced += 1 }
            guard kinds.contains(.movesMoney) || kinds.contains(.priced) else { return }
        case .unknown:
            if kinds.contains(.movesMoney) {
                transfersUnknown += 1
                amountUnknown = amountUnknown + amount
            }
            if kinds.contains(.priced) { pricedUnknown += 1 }
            if kinds == .changes { changesUnknown += 1 }
            guard kinds != .texts else { return }
        }
        if onSandbox { effectsOnSandbox += 1 }
    }

    /// Adds the counts of other suites.
    package mutating func add(_ other: ReportCounts) {
        suites += other.suites
        testcases += other.testcases
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        waits += other.waits
        warnings += other.warnings
        errorTypes.formUnion(other.errorTypes)
        smsSent += other.smsSent
        smsUnknown += other.smsUnknown
        smsOnSandbox += other.smsOnSandbox
        transfers += other.transfers
        transfersUnknown += other.transfersUnknown
        amount = amount + other.amount
        amountUnknown = amountUnknown + other.amountUnknown
        priced += other.priced
        pricedUnknown += other.pricedUnknown
        changesUnknown += other.changesUnknown
        effectsOnSandbox += other.effectsOnSandbox
    }
}
