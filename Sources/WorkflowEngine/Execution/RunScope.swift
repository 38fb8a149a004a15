import Expressions
import HTTP
import JSON
import Times

/// What the expressions of a workflow read while it runs.
struct RunScope: ExpressionScope {
    let runID: String
    let environment: TargetEnvironment
    var variables: [String: JSONValue]
    /// The fields of the case that runs.
    let caseFields: [String: JSONValue]
    /// The values of the process's variables that workflows name, found before the run.
    let environmentValues: [String: JSONValue]
    let services: RunServices
    /// Of a used workflow, the variables whose values its file alone does not tell.
    var computedVariables: Set<String> = []
    /// What steps have captured so far, by step id and name.
    var captures: [String: [String: JSONValue]] = [:]
    /// Why steps that did not pass captured nothing, by step id: completes "the step 'send' …".
    var reasonsForNoCapture: [String: String] = [:]
    /// Why outputs of workflows that were used have no value, by step id and name.
    var reasonsForNoOutput: [String: [String: String]] = [:]
    /// What steps have used so far that must not reach any output, and that a later step may show: OTPs, and what was
    /// captured or tampered with.
    var secrets = SecretList()
    /// The exchange of the step whose expectations are evaluated.
    var exchange: ExchangeValues?

    init(
        runID: String, environment: TargetEnvironment, variables: [String: JSONValue],
        caseFields: [String: JSONValue] = [:], environmentValues: [String: JSONValue] = [:], services: RunServices
    ) {
        self.runID = runID
        self.environment = environment
        self.variables = variables
        self.caseFields = caseFields
        self.environmentValues = environmentValues
        self.services = services
    }

    var now: Timestamp { services.now }
    var randomBits: UInt64 { services.randomBits }

    func uniqueReference(prefix: String) throws(FunctionError) -> String {
        try services.uniqueReference(prefix: prefix)
    }

    func value(of reference: Reference) -> JSONValue? {
        guard case .member(let first)? = reference.path.segments.first else { return nil }
        let rest = MemberPath(segments: Array(reference.path.segments.dropFirst()))
        switch (reference.root, first) {
        case (.vars, _): return variables[first].flatMap(rest.value)
        case (.caseFields, _): return caseFields[first].flatMap(rest.value)
        case (.steps, _):
            guard case .member(let name)? = rest.segments.first else { return nil }
            return captures[first]?[name].flatMap(MemberPath(segments: Array(rest.segments.dropFirst())).value)
        case (.env, "name"): return .string(environment.name)
        case (.env, "initiator_id"): return .string(environment.initiatorID)
        case (.run, "id"): return .string(runID)
        case (.request, "body"): return exchange?.requestBody.flatMap(rest.value)
        case (.request, "query"): return exchange.flatMap { rest.value(in: $0.requestQuery) }
        case (.response, "http"): return exchange.map { .integer($0.response.status) }
        case (.response, "body"): return exchange?.responseBody.flatMap(rest.value)
        case (.response, "headers"):
            guard case .member(let name)? = rest.segments.first else { return nil }
            return exchange?.response.header(name).map { .string($0) }
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

/// An exchange as expressions and expectations see it.
struct ExchangeValues: Sendable {
    let requestBody: JSONValue?
    let requestQuery: JSONValue
    let response: HTTPResponse
    /// Nil where the body is not JSON.
    let responseBody: JSONValue?
}
