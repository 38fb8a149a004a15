import WorkflowEngine
import WorkflowModel

/// What a run did besides reading: its SMS, transfers and priced calls.
package struct EffectSummary: Sendable {
    let counts: ReportCounts

    /// For example: `2 SMS sent, 1 may have been sent, 3 transfers of ₹15000 (sandbox: nobody was texted)`.
    package func text(_ styler: TextStyler) -> String {
        var parts = ["\(counts.smsSent) SMS sent"]
        func add(_ number: Int, _ text: String) {
            if number > 0 { parts.append(text) }
        }
        func unknown(_ text: String) -> String { styler.apply(.yellow, to: text) }
        add(counts.smsUnknown, unknown("\(counts.smsUnknown) may have been sent"))
        add(counts.transfers, Self.transfers(counts.transfers, counts.amount))
        add(
            counts.transfersUnknown,
            unknown(Self.transfers(counts.transfersUnknown, counts.amountUnknown) + " may have been made"))
        add(counts.priced, plural(counts.priced, "priced call"))
        add(counts.pricedUnknown, unknown("\(plural(counts.pricedUnknown, "priced call")) may have been made"))
        add(counts.changesUnknown, unknown("\(plural(counts.changesUnknown, "change")) may have been made"))
        let text = parts.joined(separator: ", ")
        return counts.effectsOnSandbox == 0 ? text : text + " (\(sandboxNote))"
    }

    /// `1 transfer of ₹500`, `2 transfers of ₹700 together`.
    private static func transfers(_ count: Int, _ amount: Rupees) -> String {
        guard amount.paise > 0 else { return plural(count, "transfer") }
        return "\(plural(count, "transfer")) of \(amount.text)" + (count > 1 ? " together" : "")
    }

    private var sandboxNote: String {
        let all =
            counts.smsSent + counts.smsUnknown + counts.transfers + counts.transfersUnknown + counts.priced
            + counts.pricedUnknown + counts.changesUnknown
        guard counts.effectsOnSandbox == all else { return "\(counts.effectsOnSandbox) of them on a sandbox" }
        return all == counts.smsSent + counts.smsUnknown
            ? "sandbox: nobody was texted" : "sandbox: nothing of it is real"
    }
}
