import WorkflowEngine

/// What a later start of the run does with the result of a step.
extension StepResult {
    /// Whether it takes the result as it is. What certainly was not sent, or could still have passed, is tried again.
    var isFinal: Bool {
        if isCutOff { return false }
        return switch outcome {
        case .passed, .failed, .skipped(.conditionNotMet): true
        case .errored(let error):
            switch error.kind {
            case .notSent, .refused, .missingOTP: false
            // With an answer, it is the verdict of a request that was made.
            case .turnLost: trace != nil
            default: true
            }
        case .skipped: false
        }
    }

    /// Whether it can make the request, because it certainly was not sent: there was no connection, or a limit of the run was used up.
    /// `wasClaimed` is whether the ledger was asked for it, which says itself whether it refuses the request for ever.
    func canBeMadeLater(wasClaimed: Bool) -> Bool {
        guard case .errored(let error) = outcome, effect != nil else { return false }
        return error.kind == .notSent || error.kind == .refused && !wasClaimed
    }

    /// Whether the result only follows from another step of the workflow.
    var isConsequence: Bool {
        switch outcome {
        case .skipped(.earlierStepFailed), .skipped(.needsStep), .skipped(.conditionNotMet): true
        default: false
        }
    }
}
