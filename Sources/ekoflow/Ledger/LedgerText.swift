import JSON
import Ledger
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// Entries of ledgers for people. Another program may have written into the database, so every string is cleaned before it
/// reaches a terminal.
enum LedgerText {
    /// In RFC 3339. A time outside the calendar becomes its end.
    static func time(_ milliseconds: Int64) -> String {
        Timestamp(milliseconds: min(max(milliseconds, 0), 253_402_300_799_999)).rfc3339
    }

    static func rupees(_ paise: Int64) -> Rupees { Rupees(paise: max(0, Int(paise))) }

    /// An account without the whole number of its initiator.
    static func account(_ account: String) -> String { NumberMask.mask(account) }

    static func json(rupees paise: Int64) -> JSONValue {
        JSONNumber(rupees(paise).digits).map { .number($0) } ?? .null
    }

    /// An array with an element on each line.
    static func json(_ objects: [String]) -> String {
        objects.isEmpty ? "[]\n" : JSONText.inert("[\n" + objects.joined(separator: ",\n") + "\n]\n")
    }
}

extension RunState {
    func text(_ styler: TextStyler) -> String {
        switch self {
        case .finished: styler.apply(.green, to: "finished")
        case .interrupted: styler.apply(.yellow, to: "interrupted")
        case .cutOff: styler.apply(.yellow, to: "cut off")
        case .running: styler.apply(.blue, to: "running")
        case .abandoned: styler.apply(.dim, to: "abandoned")
        }
    }
}

extension RunTotals {
    /// For people: what was sent and moved, or may have been.
    var text: String {
        func transfers(_ count: Int, _ amount: Int64) -> String {
            "\(plural(count, "transfer")) of \(LedgerText.rupees(amount).text)" + (count > 1 ? " together" : "")
        }
        var parts: [String] = []
        if sends > 0 { parts.append("\(sends) SMS sent") }
        if sendsUnknown > 0 { parts.append("\(sendsUnknown) SMS may have been sent") }
        if self.transfers > 0 { parts.append(transfers(self.transfers, amount)) }
        if transfersUnknown > 0 { parts.append(transfers(transfersUnknown, amountUnknown) + " may have been made") }
        if parts.isEmpty { parts.append(plural(requests, "request")) }
        return parts.joined(separator: ", ")
    }
}

extension RunSummary {
    func text(_ styler: TextStyler) -> String {
        let name =
            styler.apply(.bold, to: LogText.line(run.key))
            + (run.part.isEmpty ? "" : LogText.line(" (part \(run.part))"))
        let starts = run.starts > 1 ? ", \(run.starts) starts" : ""
        return """
            \(name)  \(LedgerText.time(run.started))  \(LogText.line(run.host))  \(state.text(styler))\(starts)  \(effects.text)
                \(styler.apply(.dim, to: LogText.line(run.command)))

            """
    }

    /// In one line.
    var json: String {
        var writer = JSONObjectWriter()
        writer.add("run", run.key)
        if !run.part.isEmpty { writer.add("part", run.part) }
        writer.add("started", LedgerText.time(run.started))
        if let ended = run.ended { writer.add("ended", LedgerText.time(ended)) }
        writer.add("starts", run.starts)
        writer.add("state", state.rawValue)
        writer.add("host", run.host)
        writer.add("workspace", run.workspace)
        writer.add("command", run.command)
        writer.add("requests", effects.requests)
        writer.add("requests_unknown", effects.unknown)
        writer.add("sms", effects.sends)
        writer.add("sms_unknown", effects.sendsUnknown)
        writer.add("transfers", effects.transfers)
        writer.add("transfers_unknown", effects.transfersUnknown)
        writer.add("amount", LedgerText.json(rupees: effects.amount))
        writer.add("amount_unknown", LedgerText.json(rupees: effects.amountUnknown))
        return writer.finished()
    }
}

extension LedgerRequest {
    /// `Workflow › case › step`.
    var title: String {
        let repetition = shown.repetition > 1 ? "repetition \(shown.repetition)" : ""
        let attempt = attempt > 1 ? "attempt \(attempt)" : ""
        let more = [repetition, attempt].filter { !$0.isEmpty }.joined(separator: ", ")
        return [shown.workflow, shown.caseTitle, shown.step].filter { !$0.isEmpty }.joined(separator: " › ")
            + (more.isEmpty ? "" : " (\(more))")
    }

    /// `number` is its place in the list.
    func text(_ number: Int, _ styler: TextStyler) -> String {
        let result =
            "\(state.rawValue.replacing("_", with: " ")), effect: \(outcome.rawValue.replacing("_", with: " "))"
        var effects: [String] = []
        if sends > 0 {
            effects.append("\(sends) SMS to \(shown.recipients.isEmpty ? "(no number)" : shown.recipients)")
        }
        if movesMoney { effects.append("transfer of \(LedgerText.rupees(amount).text)") }
        if effects.isEmpty { effects.append(shown.effects.replacing("_", with: " ")) }
        let facts = [
            effects.joined(separator: ", "), shown.reference.map { "client_ref_id \($0)" } ?? "",
            "on \(shown.environment)", start > 1 ? "start \(start)" : "", LedgerText.time(claimed),
        ].filter { !$0.isEmpty }
        return """
            \(number). \(LogText.line(title))
               \(LogText.line("\(shown.method) \(shown.path)"))
               \(styler.apply(outcome == .unknown ? .yellow : .green, to: LogText.line(result)))
               \(styler.apply(.dim, to: LogText.line(facts.joined(separator: "  "))))

            """
    }
}
