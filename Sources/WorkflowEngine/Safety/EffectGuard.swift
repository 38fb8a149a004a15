import Contract
import Synchronization
import WorkflowModel

/// Counts what requests do against the limits of an environment or of a whole run. A request is reserved before it is made, so
/// that a burst cannot exceed the limits. It counts even if its outcome is unknown.
final class EffectGuard: Sendable {
    /// What the limits are of; it is named in messages.
    enum Owner: Sendable {
        case environment(String, isProduction: Bool)
        /// The options of the command line.
        case run
    }

    /// Where the rate holds. Between a request's turn and its leave, the ledger or the disk can be slow, and the requests that waited for
    /// them would all leave at once.
    enum RatePoint {
        case turn
        case leave
    }

    private struct Counts {
        var sends = 0
        var byRecipient: [String: Int] = [:]
        var transfers = 0
        var amount = Rupees(paise: 0)
        var priced = 0
        /// How many SMS earlier starts of the run sent to a person.
        var earlier: [@Sendable (_ person: String) -> Int] = []
        /// The earliest time of the next request at each point.
        var next: [RatePoint: ContinuousClock.Instant] = [:]

        /// `count` is 1, or -1 to take it back.
        mutating func add(
            _ count: Int, _ kinds: EffectKinds, sends: Int, _ persons: [String: Int], amount: Rupees?
        ) {
            self.sends += count * sends
            for (person, times) in persons { byRecipient[person, default: 0] += count * times }
            if kinds.contains(.movesMoney) {
                transfers += count
                self.amount = self.amount + Rupees(paise: count * (amount?.paise ?? 0))
            }
            if kinds.contains(.priced) { priced += count }
        }

        func sends(to person: String) -> Int {
            byRecipient[person, default: 0] + earlier.reduce(0) { $0 + $1(person) }
        }
    }

    private let limits: EffectLimits
    private let owner: Owner
    private let counts = Mutex(Counts())

    init(_ limits: EffectLimits, of owner: Owner = .environment("", isProduction: false)) {
        self.limits = limits
        self.owner = owner
    }

    /// Reserves one request. `recipients` has one number for each SMS; a number may be there twice, and an empty one stands for
    /// a person who is not known. `amount` is what it moves; nil if that is not known.
    func reserve(_ kinds: EffectKinds, recipients: [String] = [], amount: Rupees? = nil) throws(Refusal) {
        if kinds.contains(.texts) { try checkRecipients(recipients) }
        if kinds.contains(.movesMoney) { try checkAmount(amount) }
        let sends = kinds.contains(.texts) ? max(1, recipients.count) : 0
        let persons = persons(recipients, sends: sends)
        try counts.withLock { counts throws(Refusal) in
            if sends > 0 { try check(sends: sends, persons, counts) }
            if kinds.contains(.movesMoney) { try check(transferOf: amount, counts) }
            if kinds.contains(.priced), let maximum = limits.maximumPriced, counts.priced + 1 > maximum {
                throw refusal(
                    maximum == 0
                        ? "this run may make no priced call\(place)"
                        : "this run may make \(plural(maximum, "priced call"))\(place), and \(maximum == 1 ? "it is" : "they are") used up",
                    "max_priced")
            }
            counts.add(1, kinds, sends: sends, persons, amount: amount)
        }
    }

    /// Gives back what was reserved for a request that another limit or the ledger has refused, so that nothing was sent.
    func giveBack(_ kinds: EffectKinds, recipients: [String], amount: Rupees?) {
        let sends = kinds.contains(.texts) ? max(1, recipients.count) : 0
        let persons = persons(recipients, sends: sends)
        counts.withLock { $0.add(-1, kinds, sends: sends, persons, amount: amount) }
    }

    /// Persons are remembered only if there is a limit for them, because a run can have very many.
    private func persons(_ recipients: [String], sends: Int) -> [String: Int] {
        limits.maximumPerRecipient == nil || sends == 0
            ? [:] : Dictionary(recipients.map { (personTexted($0), 1) }, uniquingKeysWith: +)
    }

    /// Counts what earlier starts of the run did.
    func add(_ earlier: EarlierEffects) {
        counts.withLock { counts in
            counts.sends += earlier.sends
            counts.transfers += earlier.transfers
            counts.amount = counts.amount + earlier.amount
            counts.priced += earlier.priced
            counts.earlier.append(earlier.sendsTo)
        }
    }

    private func checkRecipients(_ recipients: [String]) throws(Refusal) {
        guard let allowed = limits.recipients, let other = recipients.first(where: { !allowed.contains($0) }) else {
            return
        }
        if other.isEmpty {
            throw Refusal(
                message: "the request does not name whom it texts, and the environment has 'recipients'",
                help: "say it: add 'recipient' with the number to the step")
        }
        throw Refusal(
            message: "the number \(maskedNumber(other)) is not among the environment's recipients",
            help: "add it to 'recipients' of the environment, or text a number of the list")
    }

    private func checkAmount(_ amount: Rupees?) throws(Refusal) {
        if case .environment(_, isProduction: true) = owner, limits.maximumAmount == nil {
            throw Refusal(
                message: "the step moves money\(place), a production environment without 'limits.max_amount'",
                help: "say there how many rupees one run may move")
        }
        if limits.maximumAmount != nil || limits.budgets.amountPerDay != nil, amount == nil {
            throw refusal(
                "how much the step moves is not known, and the amount is limited\(place)", "max_amount",
                help: "say it: add 'amount' with the rupees to the step")
        }
    }

    private func check(sends: Int, _ persons: [String: Int], _ counts: Counts) throws(Refusal) {
        if let maximum = limits.maximum, counts.sends + sends > maximum {
            throw refusal(
                maximum == 0
                    ? "this run may not send SMS\(place)"
                    : "this run may send \(maximum) SMS\(place), and they are used up",
                "max_sends")
        }
        if let maximum = limits.maximumPerRecipient,
            let person = persons.first(where: { counts.sends(to: $0) + $1 > maximum })?.key
        {
            throw refusal(
                "this run may send \(maximum) SMS to one number\(place), and \(maskedNumber(person)) already got that many",
                "max_sends_per_recipient")
        }
    }

    private func check(transferOf amount: Rupees?, _ counts: Counts) throws(Refusal) {
        if let maximum = limits.maximumTransfers, counts.transfers + 1 > maximum {
            throw refusal(
                maximum == 0
                    ? "this run may not move money\(place)"
                    : "this run may move money \(plural(maximum, "time"))\(place), and \(maximum == 1 ? "it has" : "they are used up")",
                "max_transfers")
        }
        if let maximum = limits.maximumAmount, let amount, counts.amount + amount > maximum {
            throw refusal(
                "this run may move \(maximum.text)\(place): \(counts.amount.text) are moved, and \(amount.text) would be too much",
                "max_amount")
        }
    }

    /// Returns when the rate lets the next request pass, or the task is cancelled. It looks at the clock again after each wait: after a
    /// machine slept, all waiting requests would otherwise be due at once. Returns until when it waited; nil if it did not wait.
    @discardableResult
    func wait(for point: RatePoint, count: Int) async -> ContinuousClock.Instant? {
        guard let interval = limits.interval.map({ $0 * max(1, count) }) else { return nil }
        var end: ContinuousClock.Instant?
        while !Task.isCancelled, let next = tryPass(point, interval) {
            end = next
            try? await ContinuousClock().sleep(until: next)
        }
        return end
    }

    /// Passes if the time has come. Otherwise returns when it comes.
    func tryPass(
        _ point: RatePoint, _ interval: Duration, at now: ContinuousClock.Instant = .now
    ) -> ContinuousClock.Instant? {
        counts.withLock { counts in
            if let next = counts.next[point], next > now { return next }
            counts.next[point] = now + interval
            return nil
        }
    }

    private var place: String {
        switch owner {
        case .environment(let name, _): name.isEmpty ? "" : " in the environment '\(name)'"
        case .run: ""
        }
    }

    private func refusal(_ message: String, _ limit: String, help: String? = nil) -> Refusal {
        let plan = "'ekoflow plan' shows what a run sends and moves"
        switch owner {
        case .environment:
            return Refusal(
                message: message,
                help: help
                    ?? "limits.\(limit) of the environment, or --\(limit.replacing("_", with: "-")), says so; \(plan)")
        case .run:
            return Refusal(
                message: message,
                help: help
                    ?? "--\(limit.replacing("_", with: "-")) says so, for all environments together; \(plan)")
        }
    }

    struct Refusal: Error {
        let message: String
        let help: String
    }
}

/// The number without prefix and spaces: `+91 90023 36768` and `9002336768` reach the same person.
package func personTexted(_ number: String) -> String {
    if number.utf8.count == 10, number.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
        return number
    }
    if let found = MobileNumbers.all(in: number).first { return found }
    // `9.002336768e9`
    if let value = Double(number), 6e9..<1e10 ~= value { return String(Int64(value)) }
    let digits = number.filter { $0.isASCII && $0.isNumber }
    return digits.count >= 10 ? String(digits.suffix(10)) : number
}
