import JSON
import WorkflowModel

/// What the expressions of a workflow read while it runs.
struct RunScope: ExpressionScope {
    let runID: String
    let environment: TargetEnvironment
    var variables: [String: JSONValue]
    let services: RunServices
    /// What steps have captured so far, by step id and name.
    var captures: [String: [String: JSONValue]] = [:]
    /// The exchange of the step whose expectations are evaluated.
    var exchange: ExchangeValues?

    init(runID: String, environment: TargetEnvironment, variables: [String: JSONValue], services: RunServices) {
        self.runID = runID
        self.environment = environment
        self.variables = variables
        self.services = services
    }

    var now: Timestamp { services.now }

    func uniqueReference(prefix: String) throws(FunctionError) -> String {
        try services.uniqueReference(prefix: prefix)
    }

    func value(of reference: Reference) -> JSONValue? {
        guard case .member(let first)? = reference.path.segments.first else { return nil }
        let rest = BodyPath(segments: Array(reference.path.segments.dropFirst()))
        switch (reference.root, first) {
        case (.vars, _): return variables[first].flatMap(rest.value)
        case (.steps, _):
            guard case .member(let name)? = rest.segments.first else { return nil }
            return captures[first]?[name].flatMap(BodyPath(segments: Array(rest.segments.dropFirst())).value)
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
}

/// An exchange as expressions and expectations see it.
struct ExchangeValues: Sendable {
    let requestBody: JSONValue?
    let requestQuery: JSONValue
    let response: HTTPResponse
    /// Nil where the body is not JSON.
    let responseBody: JSONValue?
}
