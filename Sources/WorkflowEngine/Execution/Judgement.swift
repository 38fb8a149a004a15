import Contract
import HTTP
import JSON
import Secrets
import Times
import WorkflowModel

/// What comes of a response: its outcome, and the scope of the workflow after it.
struct Judgement: Sendable {
    let exchange: JudgedExchange
    private(set) var outcome: StepOutcome
    /// With the values that the step captured, and the secrets that the response has.
    private(set) var scope: RunScope
    /// What came of the effect of the request, if it has one.
    let outcomeOfEffect: EffectOutcome
    /// Whether nothing of the response may be shown.
    let hidesResponse: Bool
    /// Whether something in the body is secret by its place.
    let bodyHasPlaces: Bool
    /// Whether the answer ends a poll early.
    let endsPoll: Bool
    /// How the answer differs from the documented ones.
    let warnings: [String]

    /// In bytes. A smaller body without patterns and queries is judged in less than a millisecond.
    private static let longBody = 32 << 10

    /// Whether judging it on the thread that reads responses could delay other responses.
    static func canTakeLong(_ response: HTTPResponse, _ step: Step) -> Bool {
        response.body.count > longBody || step.judgementCanTakeLong
    }

    init(_ exchange: HTTPExchange, of step: Step, _ draft: RequestDraft, _ scope: RunScope, at time: Timestamp) {
        self.scope = scope
        self.exchange = JudgedExchange(
            method: exchange.request.method, url: exchange.request.url, requestBody: draft.recordedBody,
            requestQuery: draft.queryObject, response: exchange.response, timings: exchange.timings, time: time,
            digest: step.readsBytes ? BodyDigest(of: exchange.response.body) : nil,
            variables: scope.computedVariables.isEmpty
                ? [:] : scope.variables.filter { scope.computedVariables.contains($0.key) }.compactMapValues(\.known))
        let evaluation = ExchangeEvaluation(self.exchange)
        outcome = evaluation.outcome(of: step, scope: &self.scope)
        outcomeOfEffect = evaluation.outcomeOfEffect(of: step)
        endsPoll = evaluation.endsPoll(of: step, scope: self.scope)
        // Later steps may show these secrets too.
        var learned = LearnedSecrets()
        learned.learn(from: exchange.response.body)
        bodyHasPlaces = learned.hasPlaces
        learned.learn(from: exchange.response.headers)
        self.scope.secrets.add(learned)
        hidesResponse = !self.scope.secrets.isComplete
        warnings = hidesResponse ? [] : evaluation.warnings(of: step, in: scope.environment, outcome: outcome)
        if hidesResponse { outcome = outcome.hidingResponse }
        if Task.isCancelled, case .errored(var error) = outcome, error.kind == .invalidValue {
            error.message = "the run was interrupted before the response was judged"
            outcome = .errored(error)
        }
    }
}
