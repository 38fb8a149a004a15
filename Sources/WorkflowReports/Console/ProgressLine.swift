import Times
import WorkflowEngine

/// The last line of a terminal during a run: what runs now, and for many workflows how far the run is.
package struct ProgressLine: Sendable {
    /// What takes less time is not shown: it would only flicker.
    private static let patience = Duration.milliseconds(400)

    private let total: Int
    private let isParallel: Bool
    private let start: ContinuousClock.Instant
    private var done = 0
    /// What the running workflows do, by their index in the plan.
    private var activities: [Int: StepActivity] = [:]

    /// Moves the cursor to the start of the line and clears the line.
    package static let clearing = "\r\u{1B}[K"

    /// `total` workflows start at `start`; `isParallel` if several run at once.
    package init(total: Int, isParallel: Bool, start: ContinuousClock.Instant = .now) {
        self.total = total
        self.isParallel = isParallel
        self.start = start
    }

    package mutating func take(_ event: ReportEvent) {
        switch event {
        case .testcaseFinished(_, let suite): activities[suite] = nil
        case .suiteFinished(let suite, _, _):
            activities[suite] = nil
            done += 1
        case .runStarted, .suiteStarted, .runFinished: break
        }
    }

    package mutating func take(_ activity: StepActivity, of workflow: Int) { activities[workflow] = activity }

    /// The line, without a line break and at most `width` columns long; nil if there is nothing to say.
    package func text(_ counts: ReportCounts, width: Int?, at now: ContinuousClock.Instant = .now) -> String? {
        let slow = activities.sorted { $0.value.start < $1.value.start }.map(\.value)
            .filter { now - $0.start >= Self.patience }
        let running = slow.first.map { $0.text(at: now) + (slow.count > 1 ? " and \(slow.count - 1) more" : "") }
        let parts = (isParallel ? progress(counts, at: now) : []) + (running.map { [$0] } ?? [])
        guard !parts.isEmpty else { return nil }
        let line = parts.joined(separator: " · ")
        guard let width, line.displayWidth >= width else { return line }
        return line.start(ofWidth: width - 2) + "…"
    }

    private func progress(_ counts: ReportCounts, at now: ContinuousClock.Instant) -> [String] {
        var parts = ["\(done)/\(total)"]
        if counts.failures + counts.errors > 0 { parts.append("\(counts.failures + counts.errors) not passed") }
        parts.append("\(counts.smsSent + counts.smsUnknown) SMS")
        let transfers = counts.transfers + counts.transfersUnknown
        if transfers > 0 { parts.append(plural(transfers, "transfer")) }
        let elapsed = now - start
        if elapsed > .seconds(1) { parts.append("\(elapsed.components.seconds) s") }
        if done > 0, elapsed > .zero {
            let perSecond = Double(done) / (elapsed.milliseconds / 1_000)
            parts.append("\(perSecond < 10 ? String(Int(perSecond * 10)).withPoint : String(Int(perSecond)))/s")
            let left = elapsed * (total - done) / done
            if left > .seconds(1) { parts.append("about \(left.components.seconds) s left") }
        }
        return parts
    }
}

extension String {
    /// Inserts a decimal point before the last digit.
    fileprivate var withPoint: String { count < 2 ? "0.\(self)" : "\(dropLast()).\(suffix(1))" }
}
