import ArgumentParser
import WorkflowModel

/// The options that tighten the limits of environments.
struct LimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Send at most this many SMS in this run.", valueName: "number"),
        transform: LimitOptions.count)
    var maxSends: Int?

    @Option(
        help: ArgumentHelp("Send at most this many SMS to one number in this run.", valueName: "number"),
        transform: LimitOptions.count
    )
    var maxSendsPerRecipient: Int?

    @Option(
        help: ArgumentHelp("Make at most this many calls that move money in this run.", valueName: "number"),
        transform: LimitOptions.count)
    var maxTransfers: Int?

    @Option(
        help: ArgumentHelp("Move at most this many rupees in this run.", valueName: "rupees"),
        transform: LimitOptions.count)
    var maxAmount: Int?

    @Option(
        help: ArgumentHelp(
            "Make at most this many calls that have a price, besides SMS and transfers.", valueName: "number"),
        transform: LimitOptions.count)
    var maxPriced: Int?

    @Option(
        help: ArgumentHelp(
            "At most this many calls that text, move money or cost money, per second or minute, for example 5/s or 30/m.",
            valueName: "rate"),
        transform: LimitOptions.interval)
    var rate: Duration?

    var limits: EffectLimits {
        EffectLimits(
            interval: rate, maximum: maxSends, maximumPerRecipient: maxSendsPerRecipient,
            maximumTransfers: maxTransfers, maximumAmount: maxAmount.map { Rupees(paise: min($0, .max / 100) * 100) },
            maximumPriced: maxPriced)
    }

    /// Zero is allowed: such a run must not send.
    private static func count(_ text: String) throws -> Int {
        guard let count = Int(text), count >= 0 else { throw ValidationError("expected a whole number") }
        return count
    }

    private static func interval(_ text: String) throws -> Duration {
        guard let interval = EffectLimits.interval(ofRate: text) else {
            throw ValidationError("expected a rate, for example 5/s or 30/m")
        }
        return interval
    }
}
