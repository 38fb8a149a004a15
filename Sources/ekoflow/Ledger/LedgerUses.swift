import Ledger
import SQLDatabase
import Source
import WorkflowModel
import WorkflowReports

/// What the environments of the workspace that use a ledger have done today and this month.
struct LedgerUses {
    struct OfEnvironment {
        let environment: Environment
        let use: PeriodUse
    }

    private let chosen: ChosenLedger

    init(_ chosen: ChosenLedger) {
        self.chosen = chosen
    }

    func all(in ledger: OpenedLedger) async throws(CommandError) -> (uses: [OfEnvironment], unreadable: [String]) {
        let folder = Workspace.environments(for: canonicalPath(".") + "/workflow.yml")
        var loader = WorkflowLoader(in: .current, variable: chosen.variables.value)
        var uses: [OfEnvironment] = []
        // Without its file, the account of an environment is not known, but the ledger can be looked at.
        var unreadable: [String] = []
        for name in folder.map(Workspace.environmentNames) ?? [] {
            guard let path = folder.flatMap({ Workspace.environmentFile(name, in: $0) }) else { continue }
            guard let environment = loader.environment(path) else {
                unreadable.append(name)
                continue
            }
            guard await isOfLedger(environment) else { continue }
            let use = try ledger.perform { store throws(SQLError) in
                try store.periodUse(of: environment.account, in: environment.timeZone)
            }
            uses.append(OfEnvironment(environment: environment, use: use))
        }
        return (uses, unreadable)
    }

    private func isOfLedger(_ environment: Environment) async -> Bool {
        let location = try? await environment.ledgerLocation(chosen.variables, in: chosen.shell)
        return location?.isSame(as: chosen.location) ?? false
    }
}
