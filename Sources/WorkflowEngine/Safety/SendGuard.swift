import Synchronization
import WorkflowModel

/// Counts sends against the limits of an environment or of a whole run. A send is reserved before it is made, so that a burst cannot
/// exceed the limits. It counts even if its outcome is unknown.
final class SendGuard: Sendable {
    /// What the limits are of; it is named in messages.
    enum Owner: Sendable {
        case environment(String)
        /// The options of the command line.
        case run
    }

    private struct Counts {
        var total = 0
        var byRecipient: [String: Int] = [:]
        /// The earliest time of the next send.
        var next: ContinuousClock.Instant?
    }

    private let limits: SendLimits
    private let owner: Owner
    private let counts = Mutex(Counts())

    init(_ limits: SendLimits, of owner: Owner = .environment("")) {
        self.limits = limits
        self.owner = owner
    }

    /// Reserves the sends of one request: one for each of `recipients`. A number may be there twice, and an empty one stands for a number
    /// that is not known.
    func reserve(recipients: [String]) throws(Refusal) {
        if let allowed = limits.recipients, let other = recipients.first(where: { !allowed.contains($0) }) {
            throw Refusal(
                message: "the number \(maskedNumber(other)) is not among the environment's recipients",
                help: "add it to 'recipients' of the environment, or text a number of the list")
        }
        let count = max(1, recipients.count)
        // Persons are remembered only if there is a limit for them, because a run can have very many.
        let persons =
            limits.maximumPerRecipient == nil
            ? [:] : Dictionary(recipients.map { (personTexted($0), 1) }, uniquingKeysWith: +)
        try counts.withLock { counts throws(Refusal) in
            if let maximum = limits.maximum, counts.total + count > maximum {
                throw refusal("this run may send \(maximum) SMS\(place), and they are used up", "max_sends")
            }
            if let maximum = limits.maximumPerRecipient,
                let person = persons.first(where: { counts.byRecipient[$0, default: 0] + $1 > maximum })?.key
            {
                throw refusal(
                    "this run may send \(maximum) SMS to one number\(place), and \(maskedNumber(person)) already got that many",
                    "max_sends_per_recipient")
            }
            counts.total += count
            for (person, count) in persons { counts.byRecipient[person, default: 0] += count }
        }
    }

    /// Returns when the rate allows the next send, or the task is cancelled. It looks at the clock again after each wait: after a
    /// machine slept, all waiting sends would otherwise be due at once.
    func waitForTurn(count: Int) async {
        guard let interval = limits.interval.map({ $0 * max(1, count) }) else { return }
        while !Task.isCancelled, let next = tryTakeTurn(interval) {
            try? await ContinuousClock().sleep(until: next)
        }
    }

    /// Takes the turn if it has come. Otherwise returns when it comes.
    func tryTakeTurn(_ interval: Duration, at now: ContinuousClock.Instant = .now) -> ContinuousClock.Instant? {
        counts.withLock { counts in
            if let next = counts.next, next > now { return next }
            counts.next = now + interval
            return nil
        }
    }

    private var place: String {
        switch owner {
        case .environment(let name): name.isEmpty ? "" : " in the environment '\(name)'"
        case .run: ""
        }
    }

    private func refusal(_ message: String, _ limit: String) -> Refusal {
        switch owner {
        case .environment:
            Refusal(
                message: message,
                help: "limits.\(limit) of the environment says so; 'ekoflow plan' shows how many SMS a run sends")
        case .run:
            Refusal(
                message: message,
                help:
                    "--\(limit.replacing("_", with: "-")) says so, for all environments together; 'ekoflow plan' shows how many SMS a run sends"
            )
        }
    }

    struct Refusal: Error {
        let message: String
        let help: String
    }
}

/// The number without prefix and spaces: `+91 90023 36768` and `9002336768` reach the same person.
func personTexted(_ number: String) -> String {
    if number.utf8.count == 10, number.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
        return number
    }
    if let found = MobileNumbers.all(in: number).first { return found }
    // `9.002336768e9`
    if let value = Double(number), 6e9..<1e10 ~= value { return String(Int64(value)) }
    let digits = number.filter { $0.isASCII && $0.isNumber }
    return digits.count >= 10 ? String(digits.suffix(10)) : number
}
