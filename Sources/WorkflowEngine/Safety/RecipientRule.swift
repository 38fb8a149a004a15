import Source
import WorkflowModel

extension PlanPreview {
    /// Errors for requests that a rule of their environment forbids, whatever came before them. The run would refuse such a request
    /// only at its step. They are found before the run, so that nothing is sent at all.
    package var refusals: [Diagnostic] {
        requests.filter { !$0.isConditional && $0.problem == nil }.flatMap { request -> [Diagnostic] in
            guard let effect = request.effect else { return [] }
            return [request.otherRecipient(effect), request.unlimitedTransfer(effect), request.unknownAmount(effect)]
                .compactMap { $0?.with(request.origins) }
        }
    }
}

extension PlannedRequest {
    fileprivate func otherRecipient(_ effect: PlannedEffect) -> Diagnostic? {
        guard let allowed = environment.limits.recipients,
            let other = effect.recipients.first(where: { !allowed.contains($0) })
        else { return nil }
        if other.isEmpty {
            return .error(
                .notARecipient,
                "this request does not name whom it texts, and the environment '\(environment.name)' has 'recipients'",
                at: step.kind.range, help: "say it: add 'recipient' with the number to the step")
        }
        return .error(
            .notARecipient,
            "the number \(maskedNumber(other)) is not among the recipients of the environment '\(environment.name)'",
            at: step.kind.range,
            help: "text a number of the list, or add this number to 'recipients' in \(environment.path)")
    }

    /// What cannot be added up must not be sent.
    fileprivate func unknownAmount(_ effect: PlannedEffect) -> Diagnostic? {
        guard effect.kinds.contains(.movesMoney), environment.limits.limitsAmount, effect.amount == nil,
            !effect.isAmountLate
        else { return nil }
        return .error(
            .limitExceeded,
            "how much this step moves is not known, and the environment '\(environment.name)' limits the amount",
            at: step.kind.range, help: "say it: add 'amount' with the rupees to the step")
    }

    /// In production, nothing moves money unless the environment says how much.
    fileprivate func unlimitedTransfer(_ effect: PlannedEffect) -> Diagnostic? {
        guard effect.kinds.contains(.movesMoney), environment.isProduction, environment.limits.maximumAmount == nil
        else {
            return nil
        }
        return .error(
            .missingProductionLimit,
            "this step moves money, and the production environment '\(environment.name)' has no 'limits.max_amount'",
            at: step.kind.range, help: "say in \(environment.path) how many rupees one run may move")
    }
}
