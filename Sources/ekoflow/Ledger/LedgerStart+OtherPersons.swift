import Ledger
import WorkflowEngine

extension LedgerStart {
    /// The steps whose requests an earlier start may have made for other persons, or with another amount, than the changed files say
    /// now, as far as that is known before the run. To keep their verdicts would tell of somebody who never was texted, and to make
    /// the other steps could text the same person twice. Each as people see it.
    func stepsOfOthers(_ earlier: EarlierStarts, _ changed: [String], in store: LedgerStore) async -> [String] {
        var titles: [String] = []
        for (index, planned) in plan.workflows.enumerated() where planned.isMade(of: changed) {
            let made = planned.sequence.leaves.reduce(into: [String: EarlierStarts.Requests]()) { made, leaf in
                let request = earlier.requests[StepKey(planned, step: leaf.name).hashed(by: store.hash)]
                if let request, request.isOwn, request.state != .notSent { made[leaf.name] = request }
            }
            guard !made.isEmpty else { continue }
            for request in await PlanPreview.requests(of: index, in: plan, services: shell.services) {
                guard let earlier = made[request.name], let effect = request.effect else { continue }
                if effect.isOfOthers(than: earlier, in: store) { titles.append(earlier.shown.title) }
            }
        }
        return titles.sorted()
    }
}

extension PlannedEffect {
    fileprivate func isOfOthers(than earlier: EarlierStarts.Requests, in store: LedgerStore) -> Bool {
        let isForOthers = !hasUnknownRecipient && Set(recipients.map(store.hash.personKey)) != Set(earlier.persons)
        let isOfOtherAmount = !isAmountLate && Int64(amount?.paise ?? 0) != earlier.amount
        return isForOthers || isOfOtherAmount
    }
}

extension PlannedWorkflow {
    fileprivate func isMade(of files: [String]) -> Bool {
        !environment.isSandbox && workflow.allFiles.contains { files.contains($0.path) }
    }
}
