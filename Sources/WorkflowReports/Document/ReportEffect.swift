import Contract
import WorkflowModel

/// What a step did besides reading.
package struct ReportEffect: Sendable, Equatable {
    /// Whether it happened.
    package enum Outcome: String, CaseIterable, Sendable {
        case happened
        case didNotHappen = "did_not_happen"
        case unknown

        init(_ outcome: EffectOutcome) {
            self =
                switch outcome {
                case .happened: .happened
                case .didNotHappen: .didNotHappen
                case .unknown: .unknown
                }
        }
    }

    /// The words for its kinds, for example `moves_money`.
    package var kinds: [String] = []
    package var outcome = Outcome.didNotHappen
    /// What it moves; nil if it moves nothing, or that is not known.
    package var amount: Rupees?

    var set: EffectKinds {
        var bits = EffectKinds.RawValue()
        for word in kinds { if let kinds = EffectKinds(word: word) { bits |= kinds.rawValue } }
        return EffectKinds(rawValue: bits)
    }
}

/// What finds a request again at the API, also if no answer came.
package struct ReportRequest: Sendable, Equatable {
    package var method = ""
    /// Below the base URL, without the query.
    package var path = ""
    /// Its `client_ref_id`; nil if it has none.
    package var reference: String?
    /// RFC 3339.
    package var time = ""
}
