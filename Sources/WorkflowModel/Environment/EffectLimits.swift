/// The limits on what the requests of one run do, and its budgets over days and months.
package struct EffectLimits: Sendable, Equatable {
    /// The shortest time between two requests that text, move money or are priced.
    package var interval: Duration?
    /// The most SMS in one run.
    package var maximum: Int?
    package var maximumPerRecipient: Int?
    /// The most requests that move money.
    package var maximumTransfers: Int?
    /// The most that all of them move together.
    package var maximumAmount: Rupees?
    /// The most calls that the API's price list has a price for, besides those that text or move money.
    package var maximumPriced: Int?
    /// If given, no other number is ever texted.
    package var recipients: [String]?
    package var budgets: PeriodBudgets

    package init(
        interval: Duration? = nil, maximum: Int? = nil, maximumPerRecipient: Int? = nil, maximumTransfers: Int? = nil,
        maximumAmount: Rupees? = nil, maximumPriced: Int? = nil, recipients: [String]? = nil,
        budgets: PeriodBudgets = PeriodBudgets()
    ) {
        self.interval = interval
        self.maximum = maximum
        self.maximumPerRecipient = maximumPerRecipient
        self.maximumTransfers = maximumTransfers
        self.maximumAmount = maximumAmount
        self.maximumPriced = maximumPriced
        self.recipients = recipients
        self.budgets = budgets
    }

    /// Whether they forbid anything in one run, so without the budgets.
    package var areSet: Bool {
        maximum != nil || maximumPerRecipient != nil || maximumTransfers != nil || maximumAmount != nil
            || maximumPriced != nil || recipients != nil
    }

    /// Whether the rupees that are moved are limited, in a run or in a day.
    package var limitsAmount: Bool { maximumAmount != nil || budgets.amountPerDay != nil }

    /// The time between two sends at a rate such as `5/s` or `30/m`; nil if the string is not a rate.
    package static func interval(ofRate text: String) -> Duration? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count > 0,
            let unit = ["s": Duration.seconds(1), "m": .seconds(60)][parts[1]]
        else { return nil }
        return unit / count
    }
}

extension EffectLimits {
    /// The stricter of each two limits. `loosened` names the limits of `others` that are looser, and so ignored.
    package func tightened(by others: EffectLimits) -> (limits: EffectLimits, loosened: [String]) {
        var limits = self
        var loosened: [String] = []
        func tighten<Limit: Comparable>(_ name: String, _ limit: WritableKeyPath<EffectLimits, Limit?>) {
            guard let wanted = others[keyPath: limit] else { return }
            if let own = self[keyPath: limit], wanted > own { loosened.append(name) }
            limits[keyPath: limit] = min(self[keyPath: limit] ?? wanted, wanted)
        }
        tighten("max_sends", \.maximum)
        tighten("max_sends_per_recipient", \.maximumPerRecipient)
        tighten("max_transfers", \.maximumTransfers)
        tighten("max_amount", \.maximumAmount)
        tighten("max_priced", \.maximumPriced)
        if let wanted = others.interval {
            if let own = interval, wanted < own { loosened.append("rate") }
            limits.interval = max(interval ?? wanted, wanted)
        }
        return (limits, loosened)
    }
}
