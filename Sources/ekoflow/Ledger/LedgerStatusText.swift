import JSON
import Ledger
import Source
import Times
import WorkflowEngine
import WorkflowReports

/// The state of a ledger, for people and for programs.
struct LedgerStatusText {
    let location: LedgerLocation
    let status: LedgerStatus
    let unfinished: [RunSummary]
    let environments: [LedgerUses.OfEnvironment]
    /// The names of the environments whose files have errors.
    let unreadable: [String]

    func text(_ styler: TextStyler) -> String {
        var text = "\(styler.apply(.bold, to: "ledger")) \(LogText.line(location.text))\n"
        var facts = [
            "version \(status.version)", plural(status.runs, "run"), plural(status.requests, "request"),
            Self.text(ofSize: status.size),
        ]
        if let server = status.server {
            facts.append("PostgreSQL \(server.version)")
            facts.append(server.isEncrypted ? "encrypted connection" : "connection without encryption")
        }
        text += "  \(LogText.line(facts.joined(separator: ", ")))\n"
        if let latest = status.latest { text += "  latest entry: \(LedgerText.time(latest))\n" }
        for run in unfinished {
            text += "  unfinished: \(LogText.line(run.run.key))  \(LedgerText.time(run.run.started))  "
            text += "\(LogText.line(run.run.host))  \(run.state.text(styler))  \(run.effects.text)\n"
        }
        for item in environments {
            let environment = item.environment
            text += "\n\(styler.apply(.bold, to: LogText.line(environment.name.value)))  "
            text +=
                styler.apply(
                    .dim, to: LogText.line("\(LedgerText.account(environment.account)), days in \(item.use.zone)"))
                + "\n"
            for line in item.use.lines(environment.limits.budgets) {
                text += "  " + (line.left == 0 ? styler.apply(.yellow, to: line.text) : line.text) + "\n"
            }
            if let maximum = environment.limits.budgets.sendsPerRecipientPerDay {
                text += "  at most \(maximum) SMS to one number in a day\n"
            }
        }
        return text
    }

    var warnings: [Diagnostic] {
        var warnings: [Diagnostic] = []
        if let behind = status.clockIsBehind {
            warnings.append(
                .warning(
                    .ledgerUnusable,
                    "the clock is \(Duration.milliseconds(behind).shortText) behind the latest entry, so nothing will be sent",
                    at: nil, help: "set the clock; if that entry has a wrong time: ekoflow ledger status --trust-clock")
            )
        }
        for name in unreadable {
            warnings.append(
                .warning(
                    .ledgerUnusable, "what is left of the budgets of '\(name)' is not known: its file has errors",
                    at: nil,
                    help: "'ekoflow validate' shows them"))
        }
        for setting in status.server?.unsafeSettings ?? [] {
            warnings.append(
                .warning(
                    .ledgerUnusable,
                    "the server has '\(setting)' off: if its power fails, it can forget what was sent", at: nil,
                    help: "set \(setting) = on in postgresql.conf"))
        }
        return warnings
    }

    var json: String {
        var members: [JSONObject.Member] = [
            ("ledger", .string(location.text)), ("exists", true), ("version", .integer(Int(status.version))),
            ("runs", .integer(status.runs)), ("requests", .integer(status.requests)),
            ("size", .integer(Int(status.size))), ("now", .string(LedgerText.time(status.now))),
        ]
        if let latest = status.latest { members.append(("latest_entry", .string(LedgerText.time(latest)))) }
        if let server = status.server {
            members.append(
                (
                    "postgresql",
                    .object(
                        JSONObject([
                            ("version", .string(server.version)), ("encrypted", .bool(server.isEncrypted)),
                            ("off", .array(server.unsafeSettings.map { .string($0) })),
                        ]))
                ))
        }
        members.append(("unfinished", .array(unfinished.map { .string($0.run.key) })))
        members.append(("environments", .array(environments.map(Self.json))))
        members.append(("warnings", .array(warnings.map { .string($0.message) })))
        return JSONText.inert(JSONValue.object(JSONObject(members)).prettyPrinted + "\n")
    }

    static func jsonOfNone(_ location: LedgerLocation) -> String {
        JSONText.inert(
            JSONValue.object(JSONObject([("ledger", .string(location.text)), ("exists", false)])).prettyPrinted + "\n")
    }

    private static func json(_ item: LedgerUses.OfEnvironment) -> JSONValue {
        let budgets = item.environment.limits.budgets
        var members: [JSONObject.Member] = [
            ("name", .string(item.environment.name.value)),
            ("account", .string(LedgerText.account(item.environment.account))),
        ]
        members += item.use.json(budgets).members.map { ($0.name, $0.value) }
        if let maximum = budgets.sendsPerRecipientPerDay {
            members.append(("max_sends_per_recipient_per_day", .integer(maximum)))
        }
        return .object(JSONObject(members))
    }

    /// For people: `96 KB`.
    private static func text(ofSize bytes: Int64) -> String {
        bytes < 10_000_000 ? "\((bytes + 999) / 1_000) KB" : "\(bytes / 1_000_000) MB"
    }
}
