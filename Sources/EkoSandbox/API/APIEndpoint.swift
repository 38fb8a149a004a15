import JSON

/// An endpoint of the API: how it is called, and what it answers to a call in order.
protocol APIEndpoint: Sendable {
    static var method: String { get }
    /// Below the base path.
    static var path: String { get }
    /// Its own parameters, beside those that every call takes.
    static var parameters: [ParameterRule] { get }

    func respond(to parameters: CallParameters) -> SandboxResponse
}

extension APIEndpoint {
    /// Checks the caller, the content type and the parameters, in this order, before the endpoint answers.
    func route(callers: SignatureCheck) -> Route {
        Route(method: Self.method, path: SandboxServer.basePath + Self.path) { request in
            if let reason = callers.refusal(of: request) {
                return .refusal(403, "Forbidden", reason: reason)
            }
            let isInQuery = Self.method == "GET"
            guard request.isJSON || (isInQuery && request.body.isEmpty) else {
                return .refusal(415, "Unsupported Media Type", reason: "the content-type is not application/json")
            }
            guard let values = isInQuery ? request.queryParameters : request.bodyParameters else {
                let problem = isInQuery ? "the query is not percent-encoded UTF-8" : "the body is not a JSON object"
                return .refusal(400, "Bad Request", reason: problem)
            }
            do throws(CallParameters.Invalid) {
                return respond(to: try CallParameters(values, rules: ParameterRule.common + Self.parameters))
            } catch {
                return .invalidParameters(error.problems)
            }
        }
    }
}

extension SandboxRequest {
    fileprivate var isJSON: Bool {
        let mediaType = header("content-type")?.prefix { $0 != ";" && $0 != " " }
        return mediaType?.lowercased() == "application/json"
    }

    fileprivate var bodyParameters: JSONObject? {
        if case .object(let parameters)? = try? parseJSON(body) { parameters } else { nil }
    }
}
