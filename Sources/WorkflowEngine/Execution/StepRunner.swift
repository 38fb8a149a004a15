import JSON
import WorkflowModel
import YAMLSource

/// Runs one step: fills in its request, reserves and signs it, sends it once, and judges the response.
struct StepRunner: Sendable {
    let environment: TargetEnvironment
    let signer: RequestSigner
    let transport: any HTTPTransport
    let services: RunServices
    let sendGuard: SendGuard

    func run(_ step: Step, name: String, scope: inout RunScope) async -> StepResult {
        let draft: RequestDraft
        do {
            draft = try RequestDraft(step.request, in: scope)
            try await admit(step, draft)
        } catch {
            return StepResult(
                step: step, name: name, outcome: .errored(error), send: step.textsPerson ? .notSent : nil)
        }
        // The rate may have made the step wait, and the run been interrupted meanwhile: then nothing is sent.
        if Task.isCancelled {
            return StepResult(
                step: step, name: name, outcome: .skipped(.interrupted), send: step.textsPerson ? .notSent : nil)
        }
        let request = draft.signed(signer.headers(at: services.now), baseURL: environment.baseURL)
        let secrets = request.headers.filter(\.isSecret).map { Secret($0.value) }
        let start = ContinuousClock.now
        do {
            let exchange = try await transport.send(request, deadline: step.timeout ?? environment.timeout)
            let evaluation = ExchangeEvaluation(draft: draft, exchange: exchange)
            let outcome = evaluation.outcome(of: step, scope: &scope)
            return StepResult(
                step: step, name: name, outcome: outcome, exchange: exchange, secrets: secrets,
                send: step.textsPerson ? evaluation.sendOutcome : nil, duration: exchange.timings.total)
        } catch {
            let send: SendOutcome = error.delivery == .notSent ? .notSent : .unknown
            return StepResult(
                step: step, name: name, outcome: .errored(StepError(error, step: step)), secrets: secrets,
                send: step.textsPerson ? send : nil, duration: .now - start)
        }
    }

    /// Returns when the step may send; throws where a safety rule forbids it.
    private func admit(_ step: Step, _ draft: RequestDraft) async throws(StepError) {
        guard case .textsPerson(let parameter) = step.request.effect else { return }
        let recipient = draft.bodyValue(parameter)?.writtenOut ?? ""
        let start: ContinuousClock.Instant?
        do {
            start = try sendGuard.reserve(recipient: recipient)
        } catch {
            throw StepError(.refused, error.message, at: step.kind.range, hint: error.hint)
        }
        if let start, start > .now {
            // Only cancelling ends the sleep early, and the caller looks for that.
            try? await ContinuousClock().sleep(until: start)
        }
    }
}

extension Step {
    fileprivate var textsPerson: Bool {
        if case .textsPerson = request.effect { true } else { false }
    }
}

extension StepError {
    /// A request that brought no response.
    fileprivate init(_ error: TransportError, step: Step) {
        switch error.delivery {
        case .notSent:
            self.init(.notSent, "nothing was sent: \(error.message)", at: step.kind.range)
        case .unknown where step.request.effect == .none:
            self.init(.outcomeUnknown, "no response: \(error.message)", at: step.kind.range)
        case .unknown:
            self.init(
                .outcomeUnknown, "outcome unknown, it may have been sent: \(error.message)", at: step.kind.range,
                hint: "it was not sent again")
        }
    }
}
