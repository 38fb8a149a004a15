import Synchronization
import WorkflowModel

/// Counts sends against the limits of an environment. A send is reserved before it is made, so that a burst cannot
/// exceed the limits. It counts even if its outcome is unknown.
final class SendGuard: Sendable {
    private struct Counts {
        var total = 0
        var byRecipient: [String: Int] = [:]
        var nextStart: ContinuousClock.Instant?
    }

    private let limits: SendLimits
    private let counts = Mutex(Counts())

    init(_ limits: SendLimits) {
        self.limits = limits
    }

    /// Reserves a send to the numbers of one request. Returns when it may start; nil means at once.
    func reserve(recipients: [String]) throws(Refusal) -> ContinuousClock.Instant? {
        if let allowed = limits.recipients, let other = recipients.first(where: { !allowed.contains($0) }) {
            throw Refusal(
                message: "the number \(maskedNumber(other)) is not among the environment's recipients",
                help: "add it to 'recipients' of the environment, or text a number that is there")
        }
        return try counts.withLock { counts throws(Refusal) in
            if let maximum = limits.maximum, counts.total >= maximum {
                throw Refusal(
                    message: "this run may send \(maximum) SMS, and they are used up",
                    help:
                        "limits.max_sends of the environment says so, or --max-sends; 'ekoflow plan' shows what a run comes to"
                )
            }
            // Recipients are remembered only if there is a limit for them, because a run can have very many.
            let persons = limits.maximumPerRecipient == nil ? [] : Set(recipients.map(personTexted))
            if let maximum = limits.maximumPerRecipient,
                let person = persons.first(where: { counts.byRecipient[$0, default: 0] >= maximum })
            {
                throw Refusal(
                    message:
                        "this run may send \(maximum) SMS to one number, and \(maskedNumber(person)) had them",
                    help: "limits.max_sends_per_recipient of the environment says so, or --max-sends-per-recipient")
            }
            counts.total += 1
            for person in persons { counts.byRecipient[person, default: 0] += 1 }
            guard let interval = limits.interval else { return nil }
            let start = max(counts.nextStart ?? .now, .now)
            counts.nextStart = start + interval
            return start
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
    let digits = number.filter { $0.isASCII && $0.isNumber }
    return digits.count >= 10 ? String(digits.suffix(10)) : number
}
