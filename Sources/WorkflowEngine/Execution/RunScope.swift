import Expressions
import HTTP
import JSON
import Secrets
import Times
import WorkflowModel

/// What the expressions of a workflow read, before and during its run.
struct RunScope: ExpressionScope {
    let runID: String
    let environment: TargetEnvironment
    var services: RunServices
    /// The environment variables that workflows name, read before the run.
    let environmentValues: [String: JSONValue]
    /// Whether the run has started. Before it, captured values and the results of functions are not known.
    var isRunning: Bool
    var variables: [String: ExpressionValue] = [:]
    /// The fields of the current case.
    var caseFields: [String: ExpressionValue] = [:]
    /// In a workflow that a step uses: the variables whose values do not come from its file alone.
    var computedVariables: Set<String> = []
    /// What steps have captured so far, by step id and name.
    var captures: [String: [String: ExpressionValue]] = [:]
    /// Why steps that did not pass captured nothing, by step id. Completes "the step 'send' …".
    var reasonsForNoCapture: [String: String] = [:]
    /// What earlier starts of the run captured and did not keep. It has a value that nobody knows any more, so nothing may read it, also
    /// not to ask whether it is there.
    var lostCaptures: Set<Step.CaptureName> = []
    /// Why outputs of used workflows have no value, by step id and name.
    var reasonsForNoOutput: [String: [String: String]] = [:]
    /// Secrets that steps have used so far, for example OTPs and captured values. A later step may show them too.
    var secrets = SecretList()
    /// The exchange of the step whose expectations are evaluated.
    var exchange: ExchangeValues?
    /// Before the run: the request of the step whose expectations are checked.
    var request: PlannedRequestValues?
    /// Before the run: whether the step depends on a `when` that only the run can decide.
    var isConditional = false
    /// Before the run: where values come from, for messages.
    var origins = ValueOrigins()

    init(
        runID: String, environment: TargetEnvironment, environmentValues: [String: JSONValue] = [:],
        services: RunServices, isRunning: Bool
    ) {
        self.runID = runID
        self.environment = environment
        self.environmentValues = environmentValues
        self.services = services
        self.isRunning = isRunning
    }

    var now: Timestamp { services.now }
    var randomBits: UInt64 { services.randomBits }

    func uniqueReference(prefix: String) throws(FunctionError) -> String {
        try services.uniqueReference(prefix: prefix)
    }

    func value(of reference: Reference) -> ExpressionValue? {
        guard case .member(let first)? = reference.path.segments.first else { return nil }
        let rest = MemberPath(segments: Array(reference.path.segments.dropFirst()))
        switch (reference.root, first) {
        case (.vars, _): return variables[first]?.member(rest, name: reference.text)
        case (.caseFields, _): return caseFields[first]?.member(rest, name: reference.text)
        case (.steps, _):
            guard case .member(let name)? = rest.segments.first else { return nil }
            let path = MemberPath(segments: Array(rest.segments.dropFirst()))
            return captures[first]?[name]?.member(path, name: reference.text)
        case (.env, "name"): return .known(.string(environment.name))
        case (.env, "initiator_id"): return .known(.string(environment.initiatorID))
        // Each run has a different id.
        case (.run, "id"): return isRunning ? .known(.string(runID)) : .unknown(preview: .string(runID))
        case (.request, _) where exchange == nil && !isRunning: return request?.value(first, rest, reference)
        case (.response, _) where exchange == nil && !isRunning: return .unknown(reference.text)
        case (.request, "body"): return exchange?.requestBody.flatMap(rest.value).map { .known($0) }
        case (.request, "query"): return exchange.flatMap { rest.value(in: $0.requestQuery) }.map { .known($0) }
        case (.response, "http"): return exchange.map { .known(.integer($0.response.status)) }
        case (.response, "text") where rest.segments.isEmpty:
            return exchange.flatMap { try? $0.response.text() }.map { .known(.string($0)) }
        case (.response, "body"): return exchange?.responseBody.flatMap(rest.value).map { .known($0) }
        case (.response, "headers"):
            guard case .member(let name)? = rest.segments.first else { return nil }
            return exchange?.response.header(name).map { .known(.string($0)) }
        default: return nil
        }
    }

    func reasonForNoValue(of reference: Reference) -> String? {
        guard reference.root == .steps, case .member(let id)? = reference.path.segments.first else { return nil }
        if reference.path.segments.count > 1, case .member(let name) = reference.path.segments[1],
            let reason = reasonsForNoOutput[id]?[name]
        {
            return reason
        }
        return reasonsForNoCapture[id].map { "the step '\(id)' \($0)" }
    }
}

extension RunScope {
    /// An error if a step reads a value that an earlier start of the run did not keep.
    func lostValue(readBy step: Step) -> EvaluationError? {
        guard !lostCaptures.isEmpty else { return nil }
        let lost = step.neededCaptures.union(step.capturesOfCondition).intersection(lostCaptures)
        guard let name = lost.map({ "steps.\($0.step).\($0.name)" }).min() else { return nil }
        return EvaluationError(
            message:
                "'\(name)' was captured by an earlier start of this run, and secrets and numbers are not kept: run its workflow, or its case, anew",
            range: step.kind.range)
    }

    /// Whether a template reads such a value.
    func hasLost(_ template: ValueTemplate) -> Bool {
        guard !lostCaptures.isEmpty else { return false }
        var hasLost = false
        template.forEachExpression { expression in
            expression.forEachReference { reference in
                guard reference.root == .steps, reference.path.segments.count > 1,
                    case .member(let step) = reference.path.segments[0],
                    case .member(let name) = reference.path.segments[1]
                else { return }
                if lostCaptures.contains(Step.CaptureName(step: step, name: name)) { hasLost = true }
            }
        }
        return hasLost
    }

    /// The values that a step has captured.
    func knownCaptures(of step: Step) -> [String: JSONValue] {
        guard let id = step.id?.value else { return [:] }
        return captures[id]?.compactMapValues(\.known) ?? [:]
    }
}

/// A request as expressions see it before the run.
struct PlannedRequestValues: Sendable {
    let body: JSONValue?
    let query: JSONValue

    /// What is sent by name is known, but not always its value.
    fileprivate func value(_ part: String, _ path: MemberPath, _ reference: Reference) -> ExpressionValue? {
        let whole = part == "body" ? body : query
        return whole.flatMap(path.value).map { _ in .unknown(reference.text) }
    }
}

/// An exchange as expressions and expectations see it.
struct ExchangeValues: Sendable {
    let requestBody: JSONValue?
    let requestQuery: JSONValue
    let response: HTTPResponse
    /// Nil if the body is not JSON.
    let responseBody: JSONValue?
}
