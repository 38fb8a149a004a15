import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowReports

/// What ledgers have counted for the environments of a plan. Makes no ledger.
struct PlannedUses {
    private let preview: PlanPreview
    private let root: WorkspaceRoot
    private let shell: Shell

    init(_ preview: PlanPreview, root: WorkspaceRoot, shell: Shell) {
        self.preview = preview
        self.root = root
        self.shell = shell
    }

    /// By the identity of the environment. Shows a warning for each ledger that cannot be read.
    func all() -> [String: PeriodUse] {
        var ledgers: [LedgerLocation: OpenedLedger?] = [:]
        var uses: [String: PeriodUse] = [:]
        for environment in preview.plan.environments {
            guard let place = environment.ledger else { continue }
            let location = LedgerLocation(place, in: root, variable: shell.variable)
            do throws(LedgerProblem) {
                let ledger: OpenedLedger?
                if let known = ledgers[location] {
                    ledger = known
                } else {
                    ledger = try OpenedLedger(location, for: .reading, in: shell)
                    ledgers[location] = .some(ledger)
                }
                uses[environment.identity] = try use(of: environment, in: ledger)
            } catch {
                shell.show([.warning(.ledgerUnusable, error.message, at: nil, help: error.help)])
            }
        }
        return uses
    }

    /// Nil if there is nothing to tell: no ledger yet, and no budget.
    private func use(
        of environment: TargetEnvironment, in ledger: OpenedLedger?
    ) throws(LedgerProblem) -> PeriodUse? {
        guard let ledger else {
            guard environment.limits.budgets.areSet else { return nil }
            return PeriodUse(unusedAt: shell.services.now, in: environment.timeZone)
        }
        let numbers = preview.effects(in: environment).flatMap { $0.effect?.recipients ?? [] }
        do throws(SQLError) {
            return try ledger.store.periodUse(
                of: environment.account, in: environment.timeZone, numbers: numbers.filter { !$0.isEmpty })
        } catch {
            throw LedgerProblem(error, of: ledger.location)
        }
    }
}
