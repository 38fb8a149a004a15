import Ledger
import Times
import WorkflowEngine
import WorkflowModel

extension ClaimProblem {
    /// `ledger` names the ledger, for people.
    init(_ refusal: ClaimRefusal, in environment: String, _ ledger: String) {
        switch refusal {
        case .budget(let exceeded):
            self.init(
                "nothing was sent: \(exceeded.text(in: environment))",
                help:
                    "limits.\(exceeded.kind.rawValue) of the environment says so, over all runs that share the ledger \(ledger); 'ekoflow ledger status' shows what is left"
            )
        case .alreadyClaimed:
            self.init(
                "outcome unknown: the ledger has this request already, from another process of this run",
                help: "it is not made again; 'ekoflow ledger settle' asks the API what came of it",
                kind: .outcomeUnknown)
        case .madeMeanwhile:
            self.init(
                "nothing was sent: another run has made this request since this run was started",
                help: "to make it once more, start anew with --again")
        case .turnLost, .mustWait:
            self.init(
                "nothing was sent: another run may have texted this number meanwhile, so an OTP may be the other run's",
                help: "run the workflow again", kind: .turnLost)
        case .takenOver(let host):
            self.init(
                "nothing was sent: another process\(host.isEmpty ? "" : " on \(host)") has taken over this run",
                help: "this process gave no sign of life for too long; the other one's report counts")
        case .clockBehind(let milliseconds):
            self.init(
                "nothing was sent: the clock is \(Duration.milliseconds(milliseconds).shortText) behind the latest entry of the ledger \(ledger)",
                help:
                    "set the clock of this machine; if that entry has a wrong time: ekoflow ledger status --trust-clock"
            )
        case .clockJumped(let milliseconds):
            self.init(
                "nothing was sent: the clock of this machine jumped by \(Duration.milliseconds(abs(milliseconds)).shortText) during the run",
                help: "check the clock, then run again with --resume")
        case .unusable(let problem):
            self.init("nothing was sent: \(problem.message)", help: problem.help)
        }
    }
}

extension ClaimRefusal {
    /// Whether a later start of the run can make the request.
    var canBeMadeLater: Bool {
        switch self {
        case .unusable, .clockBehind, .clockJumped, .budget: true
        case .alreadyClaimed, .madeMeanwhile, .turnLost, .mustWait, .takenOver: false
        }
    }
}

extension LedgerStore.TurnHolder {
    /// For people.
    var text: String { "the run \(run) on \(host)" }
}

extension BudgetExceeded {
    fileprivate func text(in environment: String) -> String {
        let place = "the environment '\(environment)'"
        let when = "\(period) (\(zone))"
        switch kind {
        case .sendsPerDay, .sendsPerMonth:
            let span = kind == .sendsPerDay ? "a day" : "a month"
            let preposition = kind == .sendsPerDay ? "on" : "in"
            return "\(place) may send \(maximum) SMS \(span), and \(used) \(used == 1 ? "was" : "were") sent "
                + "\(preposition) \(when)"
        case .sendsPerRecipientPerDay:
            return "\(place) may send \(maximum) SMS a day to one number, and this number got \(used) on \(when)"
        case .amountPerDay:
            func text(_ paise: Int64) -> String { Rupees(paise: Int(paise)).text }
            return
                "\(place) may move \(text(maximum)) a day: \(text(used)) were moved on \(when), and \(text(wanted)) would be too much"
        }
    }
}
