import Source

extension PlanPreview {
    /// Errors for sends to numbers that are not among the allowed recipients. The run would refuse such a send only at its step.
    /// They are found before the run, so that nothing is sent at all.
    package var refusals: [Diagnostic] {
        requests.filter { !$0.isConditional && $0.problem == nil }.compactMap { request in
            guard let allowed = request.environment.limits.recipients,
                let other = request.send?.recipients.first(where: { !allowed.contains($0) })
            else { return nil }
            let environment = request.environment
            return .error(
                .notARecipient,
                "the number \(maskedNumber(other)) is not among the recipients of the environment '\(environment.name)'",
                at: request.step.kind.range,
                help: "text a number of the list, or add this number to 'recipients' in \(environment.path)")
        }
    }
}
