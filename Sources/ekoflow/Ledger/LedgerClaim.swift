import Contract
import Ledger
import WorkflowEngine

/// A request that the ledger allowed, as the engine knows it.
struct LedgerClaim: EffectClaim {
    let session: LedgerSession
    let granted: GrantedClaim
    let time: ContinuousClock.Instant
    let warning: String?

    func end(_ end: EffectClaimEnd) {
        let own =
            switch end {
            case .answered(let outcome): ClaimEnd(granted, .answered, outcome: ClaimOutcome(outcome))
            case .notSent: ClaimEnd(granted, .notSent, outcome: .didNotHappen)
            case .unknown: ClaimEnd(granted, .unknown, outcome: .unknown)
            }
        session.end(own)
    }
}

extension ClaimOutcome {
    init(_ outcome: EffectOutcome) {
        self =
            switch outcome {
            case .happened: .happened
            case .didNotHappen: .didNotHappen
            case .unknown: .unknown
            }
    }
}

extension EffectOutcome {
    init(_ outcome: ClaimOutcome) {
        self =
            switch outcome {
            case .happened: .happened
            case .didNotHappen: .didNotHappen
            case .unknown: .unknown
            }
    }
}
