import Contract
import JSON
import Ledger
import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The ledgers of a run as the engine uses them: it turns requests into claims, and results into entries, without secrets and numbers.
final class RunLedger: EffectLedger {
    private let ledgers: RunLedgers
    private let composer: ReportComposer
    /// Tells somebody that a workflow waits for another run. Called once for each.
    private let onLongWait: @Sendable (_ holder: String, _ number: String) -> Void
    /// The running workflows.
    private let entries = Mutex<[Int: LedgerEntries]>([:])

    init(
        _ ledgers: RunLedgers, composer: ReportComposer,
        onLongWait: @escaping @Sendable (_ holder: String, _ number: String) -> Void
    ) {
        self.ledgers = ledgers
        self.composer = composer
        self.onLongWait = onLongWait
    }

    func entries(of workflow: PlannedWorkflow, at index: Int) -> (any WorkflowEntries)? {
        guard let session = ledgers.sessions[workflow.environment.identity] else { return nil }
        let own = LedgerEntries(session, workflow, at: index, composer, onLongWait: onLongWait)
        entries.withLock { $0[index] = own }
        return own
    }

    func earlierEffects(in environment: TargetEnvironment) -> EarlierEffects? {
        guard let session = ledgers.sessions[environment.identity],
            let totals = session.earlier.totals[LedgerEntries.stored(environment.name)]
        else { return nil }
        var effects = EarlierEffects()
        effects.sends = totals.sends
        effects.transfers = totals.transfers
        effects.amount = Rupees(paise: Int(totals.amount))
        effects.priced = totals.priced
        effects.sendsTo = { totals.sendsByPerson[session.hash.personKey($0)] ?? 0 }
        return effects
    }

    /// Keeps the result of a step. Must be called in the order of the events.
    func record(_ event: RunEvent, _ composed: ReportEvent) {
        switch (event, composed) {
        case (.stepFinished(let result, let index), .testcaseFinished(let testcase, _)):
            entries.withLock { $0[index] }?.complete(result, testcase)
        case (.workflowFinished(let index, _), _): entries.withLock { $0.removeValue(forKey: index) }?.finish()
        default: break
        }
    }

    func flush() { ledgers.flush() }
}
