/// The limits on the sends of one run.
package struct SendLimits: Sendable, Equatable {
    /// The shortest time between the starts of two sends.
    package var interval: Duration?
    /// The most SMS in one run.
    package var maximum: Int?
    package var maximumPerRecipient: Int?
    /// If given, no other number is ever texted.
    package var recipients: [String]?

    package init(
        interval: Duration? = nil, maximum: Int? = nil, maximumPerRecipient: Int? = nil, recipients: [String]? = nil
    ) {
        self.interval = interval
        self.maximum = maximum
        self.maximumPerRecipient = maximumPerRecipient
        self.recipients = recipients
    }

    /// Whether they forbid any send.
    package var areSet: Bool { maximum != nil || maximumPerRecipient != nil || recipients != nil }

    /// The time between two sends at a rate such as `5/s` or `30/m`; nil if the string is not a rate.
    package static func interval(ofRate text: String) -> Duration? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count > 0,
            let unit = ["s": Duration.seconds(1), "m": .seconds(60)][parts[1]]
        else { return nil }
        return unit / count
    }
}

extension SendLimits {
    /// The stricter of each two limits. `loosened` names the limits of `others` that are looser, and so ignored.
    package func tightened(by others: SendLimits) -> (limits: SendLimits, loosened: [String]) {
        var limits = self
        var loosened: [String] = []
        func tighten(_ name: String, _ limit: WritableKeyPath<SendLimits, Int?>) {
            guard let wanted = others[keyPath: limit] else { return }
            if let own = self[keyPath: limit], wanted > own { loosened.append(name) }
            limits[keyPath: limit] = min(self[keyPath: limit] ?? wanted, wanted)
        }
        tighten("max_sends", \.maximum)
        tighten("max_sends_per_recipient", \.maximumPerRecipient)
        if let wanted = others.interval {
            if let own = interval, wanted < own { loosened.append("rate") }
            limits.interval = max(interval ?? wanted, wanted)
        }
        return (limits, loosened)
    }
}
