import Times

/// A request that does more than to read, as it is asked for before it is made.
package struct Claim: Sendable {
    /// Recognises the step over the starts of its run: a keyed hash of account, workflow, case, repetition and step.
    package var stepKey = ""
    /// Which request of its step it is, from 1.
    package var attempt = 1
    /// What budgets are counted for.
    package var account = ""
    package var budgets = ClaimBudgets()
    /// For people, without secrets, and with masked numbers.
    package var shown = ShownClaim()
    /// A keyed hash of each person that it texts, once for each SMS; empty if it texts nobody.
    package var persons: [String] = []
    /// How many SMS it sends.
    package var sends = 0
    /// Whether it moves money.
    package var movesMoney = false
    /// In paise.
    package var amount: Int64 = 0
    package var isPriced = false
    /// The turns that its workflow has: they must still be its own.
    package var turns: [LedgerStore.TurnWish] = []
    /// A turn that it takes with it. If another process is in the way, nothing is claimed.
    package var takes: LedgerStore.TurnWish?
    /// The claim of an earlier start with which the workflow texted the persons of its turns: no other run may have texted them since.
    package var earlierText: Int64?

    package init() {}
}

/// What the list of a ledger shows of a claim.
package struct ShownClaim: Sendable, Equatable {
    package var environment = ""
    package var workflow = ""
    package var caseTitle = ""
    package var repetition = 1
    package var step = ""
    /// For example `texts moves_money`.
    package var effects = ""
    package var method = ""
    package var path = ""
    package var reference: String?
    /// Masked, with commas.
    package var recipients = ""

    package init() {}
}

/// The budgets over days and months that hold for a claim; nil for none.
package struct ClaimBudgets: Sendable, Equatable {
    package var sendsPerDay: Int?
    package var sendsPerMonth: Int?
    package var sendsPerRecipientPerDay: Int?
    /// In paise.
    package var amountPerDay: Int64?
    /// Where days begin.
    package var zone = TimeZoneOffset.india

    package init() {}

    package var areSet: Bool {
        sendsPerDay != nil || sendsPerMonth != nil || sendsPerRecipientPerDay != nil || amountPerDay != nil
    }
}

/// What came of a request.
package enum ClaimState: String, Sendable, CaseIterable {
    /// It may be under way, or its process ended before it could say what came of it.
    case claimed
    /// There is an answer.
    case answered
    /// The transport proved that nothing left. Its budgets were given back.
    case notSent = "not_sent"
    /// It may have left, and there is no answer.
    case unknown
}

/// Whether the effect of a request happened.
package enum ClaimOutcome: String, Sendable, CaseIterable {
    case happened
    case didNotHappen = "did_not_happen"
    case unknown

    /// As the database has it. Anything that another program wrote says nothing.
    init(stored text: String) { self = ClaimOutcome(rawValue: text) ?? .unknown }

    /// The condition of a query for outcomes that are `unknown` as `init(stored:)` reads them.
    static let isOpen = "outcome NOT IN ('happened', 'did_not_happen')"
}

/// Why a request must not be made.
package enum ClaimRefusal: Error, Sendable, Equatable {
    /// It would exceed a budget.
    case budget(BudgetExceeded)
    /// The same request is in the ledger already.
    case alreadyClaimed(ClaimState)
    /// Another run of the workspace has made the request since this run, which is continued, was started.
    case madeMeanwhile
    /// Another process has the turn that the claim wants to take. Its workflow waits for the turn now.
    case mustWait(LedgerStore.TurnHolder)
    /// Another process has taken a turn of its workflow, because this one gave no sign of life.
    case turnLost
    /// Another process has taken over the run.
    case takenOver(host: String)
    /// The clock is behind the latest entry by this many milliseconds.
    case clockBehind(milliseconds: Int64)
    /// The clock of this machine has jumped since the run started.
    case clockJumped(milliseconds: Int64)
    /// The ledger cannot be used.
    case unusable(LedgerProblem)
}

/// A budget that a request would exceed.
package struct BudgetExceeded: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case sendsPerDay = "per_day"
        case sendsPerMonth = "per_month"
        case sendsPerRecipientPerDay = "max_sends_per_recipient_per_day"
        case amountPerDay = "max_amount_per_day"
    }

    package let kind: Kind
    /// SMS, or paise.
    package let maximum: Int64
    package let used: Int64
    package let wanted: Int64
    /// The day or month, for example `2026-11-29`.
    package let period: String
    package let zone: String

    package init(kind: Kind, maximum: Int64, used: Int64, wanted: Int64, period: String, zone: String) {
        self.kind = kind
        self.maximum = maximum
        self.used = used
        self.wanted = wanted
        self.period = period
        self.zone = zone
    }
}
