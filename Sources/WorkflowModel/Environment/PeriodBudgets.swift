import YAML

/// The limits on what the requests of a day and of a month do, over all runs that share a ledger. A part of a run on several machines
/// has no share of its own: the ledger counts all of them together.
package struct PeriodBudgets: Sendable, Equatable {
    /// The most SMS in one day.
    package var sendsPerDay: Int?
    /// The most SMS in one month.
    package var sendsPerMonth: Int?
    /// The most SMS to one number in one day.
    package var sendsPerRecipientPerDay: Int?
    /// The most that all requests of one day move together.
    package var amountPerDay: Rupees?

    package init(
        sendsPerDay: Int? = nil, sendsPerMonth: Int? = nil, sendsPerRecipientPerDay: Int? = nil,
        amountPerDay: Rupees? = nil
    ) {
        self.sendsPerDay = sendsPerDay
        self.sendsPerMonth = sendsPerMonth
        self.sendsPerRecipientPerDay = sendsPerRecipientPerDay
        self.amountPerDay = amountPerDay
    }

    /// Whether they forbid anything.
    package var areSet: Bool {
        sendsPerDay != nil || sendsPerMonth != nil || sendsPerRecipientPerDay != nil || amountPerDay != nil
    }
}

extension PeriodBudgets {
    /// The keys of `limits` that need a ledger.
    static let keys = [
        KeySpec("per_day", .positiveInteger, "the most SMS in one day, over all runs that share the ledger"),
        KeySpec("per_month", .positiveInteger, "the most SMS in one month, over all runs that share the ledger"),
        KeySpec(
            "max_sends_per_recipient_per_day", .positiveInteger,
            "the most SMS to one number in one day, over all runs that share the ledger"),
        KeySpec(
            "max_amount_per_day", .positiveInteger,
            "the most rupees that are moved in one day, over all runs that share the ledger"),
    ]
}

extension DecodingContext {
    /// Reads the keys of `limits` that count over days and months.
    mutating func budgets(_ limits: DecodedMapping) -> PeriodBudgets {
        PeriodBudgets(
            sendsPerDay: limits["per_day"].flatMap { positiveInteger($0) },
            sendsPerMonth: limits["per_month"].flatMap { positiveInteger($0) },
            sendsPerRecipientPerDay: limits["max_sends_per_recipient_per_day"].flatMap { positiveInteger($0) },
            amountPerDay: limits["max_amount_per_day"].flatMap { rupees($0) })
    }

    /// Reports each budget of a sandbox without a ledger: nothing would count it.
    mutating func checkBudgets(_ limits: YAMLEntry?) {
        let names = PeriodBudgets.keys.map(\.name)
        for entry in limits?.value.mapping ?? [] where names.contains(entry.key.value) {
            report(
                .budgetWithoutLedger, "'\(entry.key.value)' is counted in a ledger, and a sandbox has none by itself",
                at: entry.key.range, help: "add ledger: { file: PATH }, or remove '\(entry.key.value)'")
        }
    }
}
