import Contract
import WorkflowEngine
import WorkflowModel

/// What a plan would send, move and cost: in one environment, or in the whole run.
struct EffectForecast: Sendable {
    /// How many requests of a kind there are, if every step runs and passes.
    struct Count: Sendable {
        var total = 0
        /// How many of them depend on a `when` that only the run can evaluate.
        var conditional = 0

        var certain: Int { total - conditional }

        fileprivate mutating func add(_ count: Int, isConditional: Bool) {
            total += count
            if isConditional { conditional += count }
        }
    }

    /// Nil for the whole run.
    let environment: TargetEnvironment?
    let limits: EffectLimits
    /// What a ledger has counted in the current day and month; nil if that is not known.
    let use: PeriodUse?
    private(set) var sms = Count()
    private(set) var transfers = Count()
    private(set) var priced = Count()
    /// What the transfers move together, as far as it is known.
    private(set) var amount = Rupees(paise: 0)
    /// The part of it that depends on a `when`.
    private(set) var conditionalAmount = Rupees(paise: 0)
    /// How many transfers move an amount that is not known.
    private(set) var unknownAmounts = 0
    /// What all calls cost together, as far as prices are known.
    private(set) var price = Rupees(paise: 0)
    /// Whether some of them have a price that is not known.
    private(set) var hasUnknownPrice = false
    private(set) var byRecipient: [(number: String, count: Int)] = []
    /// The budgets of which less is left than the plan needs.
    private var exceededBudgets: [(text: String, kinds: EffectKinds)] = []

    init(_ preview: PlanPreview, in environment: TargetEnvironment, use: PeriodUse? = nil) {
        self.init(preview.effects(in: environment), environment, environment.limits, use)
        guard let use else { return }
        // Environments of one account have their budgets together.
        let sharing = preview.plan.environments.filter {
            $0.account == environment.account && $0.ledger == environment.ledger
        }
        let together = EffectForecast(sharing.flatMap(preview.effects), nil, limits, use)
        exceededBudgets = together.exceededBudgets(use)
    }

    /// Of the whole run, against the limits of the command line.
    init(_ preview: PlanPreview, limits: EffectLimits) {
        self.init(preview.effects(in: nil), nil, limits, nil)
    }

    private init(
        _ requests: [PlannedRequest], _ environment: TargetEnvironment?, _ limits: EffectLimits, _ use: PeriodUse?
    ) {
        self.environment = environment
        self.limits = limits
        self.use = use
        var counts: [String: Int] = [:]
        for request in requests {
            guard let effect = request.effect else { continue }
            let isConditional = request.isConditional
            if effect.kinds.contains(.texts) { sms.add(effect.personCount, isConditional: isConditional) }
            for number in effect.recipients { counts[number, default: 0] += 1 }
            if effect.kinds.contains(.movesMoney) {
                transfers.add(1, isConditional: isConditional)
                if let own = effect.amount {
                    amount = amount + own
                    if isConditional { conditionalAmount = conditionalAmount + own }
                } else {
                    unknownAmounts += 1
                }
            }
            if effect.kinds.contains(.priced) { priced.add(1, isConditional: isConditional) }
            if let own = effect.price {
                price = price + own
            } else if effect.kinds != .changes {
                hasUnknownPrice = true
            }
        }
        byRecipient = counts.map { (number: $0.key, count: $0.value) }.sorted {
            ($1.count, $0.number) < ($0.count, $1.number)
        }
    }

    /// The limits that the plan exceeds, one line each.
    var excesses: [String] { exceeded.map(\.text) }

    /// The limits that the plan exceeds, each with the kind of requests that it is for.
    var exceeded: [(text: String, kinds: EffectKinds)] {
        var lines: [(String, EffectKinds)] = []
        func name(_ limit: String) -> String {
            environment == nil ? "--" + limit.replacing("_", with: "-") : limit
        }
        if let maximum = limits.maximum, sms.certain > maximum {
            lines.append(("\(sms.certain) SMS are more than \(name("max_sends")), \(maximum)", .texts))
        }
        if let maximum = limits.maximumPerRecipient {
            lines += byRecipient.filter { $0.count > maximum }.map {
                ("\($0.count) SMS to \($0.number) are more than \(name("max_sends_per_recipient")), \(maximum)", .texts)
            }
        }
        if let maximum = limits.maximumTransfers, transfers.certain > maximum {
            lines.append(
                ("\(transfers.certain) transfers are more than \(name("max_transfers")), \(maximum)", .movesMoney))
        }
        if let maximum = limits.maximumAmount {
            let certain = Rupees(paise: amount.paise - conditionalAmount.paise)
            if certain > maximum {
                lines.append(
                    ("\(certain.text) in transfers are more than \(name("max_amount")), \(maximum.text)", .movesMoney))
            }
        }
        if let maximum = limits.maximumPriced, priced.certain > maximum {
            lines.append(("\(priced.certain) priced calls are more than \(name("max_priced")), \(maximum)", .priced))
        }
        return lines + exceededBudgets
    }

    /// The budgets of the day and the month of which less is left than this needs.
    private func exceededBudgets(_ use: PeriodUse) -> [(text: String, kinds: EffectKinds)] {
        let budgets = limits.budgets
        var lines: [(text: String, kinds: EffectKinds)] = []
        for line in use.lines(budgets) {
            guard let left = line.left else { continue }
            if line.isAmount {
                let certain = Rupees(paise: amount.paise - conditionalAmount.paise)
                guard certain.paise > left else { continue }
                let text = "\(certain.text) in transfers are more than what is left of \(line.key)"
                lines.append(("\(text), \(Rupees(paise: left).text)", .movesMoney))
            } else if sms.certain > left {
                lines.append(
                    (
                        "\(sms.certain) SMS \(sms.certain == 1 ? "is" : "are") more than what is left of \(line.key), \(left)",
                        .texts
                    ))
            }
        }
        guard budgets.sendsPerRecipientPerDay != nil else { return lines }
        for (number, count) in byPerson {
            let line = use.line(to: number, budgets)
            guard let left = line.left, count > left else { continue }
            lines.append(
                (
                    "\(count) SMS to \(number) \(count == 1 ? "is" : "are") more than what is left of \(line.key), \(left)",
                    .texts
                ))
        }
        return lines
    }

    /// How many SMS the budget of the day leaves for a number; nil if there is no such budget.
    func left(for number: String) -> Int? { number.isEmpty ? nil : use?.line(to: number, limits.budgets).left }

    /// One number can be written in several ways.
    private var byPerson: [(number: String, count: Int)] {
        let counts = Dictionary(byRecipient.map { (personTexted($0.number), $0.count) }, uniquingKeysWith: +)
        return counts.map { (number: $0.key, count: $0.value) }.sorted { ($1.count, $0.number) < ($0.count, $1.number) }
    }
}
