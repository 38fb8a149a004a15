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
    private let limits: SendLimits

    /// `isEmbedded` means that the sandbox runs inside the program.
    package init(
        _ preview: PlanPreview, limits: SendLimits = SendLimits(), masksNumbers: Bool, isEmbedded: Bool = false
    ) {
        self.preview = preview
        self.limits = limits
        self.isEmbedded = isEmbedded
        self.masksNumbers = masksNumbers
        redactor = Redactor(preview.plan.secrets + preview.requests.flatMap(\.secrets), masksNumbers: masksNumbers)
    }

    /// The SMS of each environment, against its limits.
    var forecasts: [SendForecast] { preview.plan.environments.map { SendForecast(preview, in: $0) } }

    /// The SMS of all environments, against the limits of the command line; nil if the only environment has the same limits.
    var wholeForecast: SendForecast? {
        guard preview.plan.environments.count > 1, limits.maximum != nil || limits.maximumPerRecipient != nil else {
            return nil
        }
        return SendForecast(preview, limits: limits)
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

    func recipients(of send: PlannedSend) -> String {
        let known = send.recipients.joined(separator: ", ")
        let unknown = send.hasUnknownRecipient ? "a number that only the run will know" : ""
        let numbers = [known, unknown].filter { !$0.isEmpty }
        return numbers.isEmpty ? "(no number)" : numbers.joined(separator: " and ")
    }
}
