import Ledger
import WorkflowEngine

extension ClaimBudgets {
    /// The budgets of an environment.
    init(_ environment: TargetEnvironment) {
        self.init()
        let budgets = environment.limits.budgets
        sendsPerDay = budgets.sendsPerDay
        sendsPerMonth = budgets.sendsPerMonth
        sendsPerRecipientPerDay = budgets.sendsPerRecipientPerDay
        amountPerDay = budgets.amountPerDay.map { Int64($0.paise) }
        zone = environment.timeZone
    }
}
