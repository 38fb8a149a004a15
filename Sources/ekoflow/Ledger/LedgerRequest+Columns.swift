import JSON
import Ledger
import Times
import WorkflowModel
import WorkflowReports

extension LedgerRequest {
    /// A property of a request in JSON, and a column in CSV.
    struct Column: Sendable {
        let name: String
        let value: @Sendable (LedgerRequest) -> Value

        enum Value {
            case none
            case text(String)
            case number(Int)
            /// In paise.
            case rupees(Int64)
            /// In milliseconds since 1970.
            case time(Int64)
        }
    }

    static let columns: [Column] = [
        Column(name: "run") { .text($0.run) },
        Column(name: "part") { $0.part.isEmpty ? .none : .text($0.part) },
        Column(name: "start") { .number($0.start) },
        Column(name: "environment") { .text($0.shown.environment) },
        Column(name: "account") { .text(LedgerText.account($0.account)) },
        Column(name: "workflow") { .text($0.shown.workflow) },
        Column(name: "case") { $0.shown.caseTitle.isEmpty ? .none : .text($0.shown.caseTitle) },
        Column(name: "repetition") { .number($0.shown.repetition) },
        Column(name: "step") { .text($0.shown.step) },
        Column(name: "attempt") { .number($0.attempt) },
        Column(name: "state") { .text($0.state.rawValue) },
        Column(name: "outcome") { .text($0.outcome.rawValue) },
        Column(name: "effects") { .text($0.shown.effects) },
        Column(name: "method") { .text($0.shown.method) },
        Column(name: "path") { .text($0.shown.path) },
        Column(name: "recipients") { .text($0.shown.recipients) },
        Column(name: "sms") { .number($0.sends) },
        Column(name: "transfers") { .number($0.movesMoney ? 1 : 0) },
        Column(name: "amount") { .rupees($0.amount) },
        Column(name: "priced") { .number($0.isPriced ? 1 : 0) },
        Column(name: "client_ref_id") { $0.shown.reference.map { .text($0) } ?? .none },
        Column(name: "day") { .text($0.day) },
        Column(name: "time") { .time($0.claimed) },
        Column(name: "finished") { $0.finished.map { .time($0) } ?? .none },
    ]

    /// In one line.
    var json: String {
        var writer = JSONObjectWriter()
        for column in Self.columns {
            switch column.value(self) {
            case .none: break
            case .text(let text): writer.add(column.name, text)
            case .number(let number): writer.add(column.name, number)
            case .rupees(let paise): writer.add(column.name, LedgerText.json(rupees: paise))
            case .time(let time): writer.add(column.name, LedgerText.time(time))
            }
        }
        return writer.finished()
    }

    /// In one line, without its end.
    var csv: String {
        Self.columns.map { column in
            switch column.value(self) {
            case .none: ""
            case .text(let text): CSVCell.text(of: text)
            case .number(let number): String(number)
            case .rupees(let paise): LedgerText.rupees(paise).digits
            case .time(let time): LedgerText.time(time)
            }
        }.joined(separator: ",")
    }
}
