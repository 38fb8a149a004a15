import JSON
import WorkflowEngine
import WorkflowModel

/// The requests of a planned run, for people, for programs, and as curl commands.
package struct PlanReport: Sendable {
    let preview: PlanPreview
    private let redactor: Redactor
    let masksNumbers: Bool
    let isEmbedded: Bool
    /// The limits of the command line, over all environments.
    private let limits: EffectLimits
    /// What ledgers have counted, by the identity of the environment.
    private let uses: [String: PeriodUse]

    /// `isEmbedded` means that the sandbox runs inside the program.
    package init(
        _ preview: PlanPreview, limits: EffectLimits = EffectLimits(), uses: [String: PeriodUse] = [:],
        masksNumbers: Bool, isEmbedded: Bool = false
    ) {
        self.preview = preview
        self.limits = limits
        self.uses = uses
        self.isEmbedded = isEmbedded
        self.masksNumbers = masksNumbers
        redactor = Redactor(preview.plan.secrets + preview.requests.flatMap(\.secrets), masksNumbers: masksNumbers)
    }

    /// What is sent, moved and paid in each environment, against its limits.
    var forecasts: [EffectForecast] {
        preview.plan.environments.map { EffectForecast(preview, in: $0, use: uses[$0.identity]) }
    }

    /// The same in all environments, against the limits of the command line; nil if the only environment has the same limits.
    var wholeForecast: EffectForecast? {
        guard preview.plan.environments.count > 1, limits.areSet else {
            return nil
        }
        return EffectForecast(preview, limits: limits)
    }

    /// Removes secrets.
    func clean(_ text: String) -> String { redactor.redact(text) }

    /// The URL below the base URL. Expressions that only the run can evaluate are shown unchanged.
    func target(of request: PlannedRequest) -> String {
        let url = request.request.url
        let base = request.environment.baseURL
        let path = url.hasPrefix(base) ? String(url.dropFirst(base.count)) : url
        return path.replacing("%24%7B%7B%20", with: "${{ ").replacing("%20%7D%7D", with: " }}")
    }

    /// What a request does, for people: `texts 90xxxxx768`, `moves ₹5000`.
    func notes(on effect: PlannedEffect) -> [String] {
        var notes: [String] = []
        if effect.kinds.contains(.texts) { notes.append("texts \(recipients(of: effect))") }
        if effect.kinds.contains(.movesMoney) {
            notes.append("moves \(effect.amount?.text ?? "an amount that is not known")")
        }
        if effect.kinds.contains(.priced) { notes.append("costs \(effect.price?.text ?? "money, by the price list")") }
        return notes
    }

    func recipients(of effect: PlannedEffect) -> String {
        let known = effect.recipients.joined(separator: ", ")
        let unknown = effect.hasUnknownRecipient ? "a number that only the run will know" : ""
        let numbers = [known, unknown].filter { !$0.isEmpty }
        return numbers.isEmpty ? "(no number)" : numbers.joined(separator: " and ")
    }
}
