import JSON
import WorkflowEngine

/// What a run would send, for people, for programs, and as commands of curl.
package struct PlanReport: Sendable {
    let preview: PlanPreview
    private let redactor: Redactor
    let masksNumbers: Bool
    let isEmbedded: Bool

    /// `isEmbedded` where its sandbox is within the program.
    package init(_ preview: PlanPreview, masksNumbers: Bool, isEmbedded: Bool = false) {
        self.preview = preview
        self.isEmbedded = isEmbedded
        self.masksNumbers = masksNumbers
        redactor = Redactor(preview.plan.secrets + preview.requests.flatMap(\.secrets), masksNumbers: masksNumbers)
    }

    /// What each environment would send, against its limits.
    var forecasts: [SendForecast] { preview.plan.environments.map { SendForecast(preview, in: $0) } }

    /// Fit for any output, in any of the forms.
    func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(text)) }

    /// The address below the base URL, with the expressions for what only the run will know as they are written.
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
