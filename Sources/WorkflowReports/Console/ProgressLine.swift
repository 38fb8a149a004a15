import Times

/// The progress line at the bottom of a terminal: how many workflows are done, how many problems, how fast.
package struct ProgressLine: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let total: Int
    private let start: ContinuousClock.Instant
    private var done = 0
    private var lastShown: ContinuousClock.Instant?

    /// Moves the cursor to the start of the line and clears the line.
    package static let clearing = "\r\u{1B}[K"

    /// `total` workflows start at `start`.
    package init(total: Int, start: ContinuousClock.Instant = .now) {
        self.total = total
        self.start = start
    }

    /// The line after an event, without a line break; nil if it was shown a moment ago.
    package mutating func text(after event: ReportEvent, _ counts: ReportCounts, at now: ContinuousClock.Instant = .now)
        -> String?
    {
        if case .suiteFinished = event { done += 1 }
        if let lastShown, now - lastShown < Self.interval, done < total { return nil }
        lastShown = now
        var parts = ["\(done)/\(total)"]
        if counts.failures + counts.errors > 0 { parts.append("\(counts.failures + counts.errors) not passed") }
        parts.append("\(counts.smsSent + counts.smsUnknown) SMS")
        let elapsed = now - start
        if done > 0, elapsed > .zero {
            let perSecond = Double(done) / (elapsed.milliseconds / 1_000)
            parts.append("\(perSecond < 10 ? String(Int(perSecond * 10)).withPoint : String(Int(perSecond)))/s")
            let left = elapsed * (total - done) / done
            if left > .seconds(1) { parts.append("\(left.components.seconds) s left") }
        }
        return parts.joined(separator: " · ")
    }
}

extension String {
    /// Inserts a decimal point before the last digit.
    fileprivate var withPoint: String { count < 2 ? "0.\(self)" : "\(dropLast()).\(suffix(1))" }
}
