/// A request that the API documents, and the kind of step that makes it, to find the step for a request.
package struct DocumentedRequest: Sendable {
    /// The name of the step's kind, such as `send_otp`.
    package let name: String
    package let method: String
    /// The path below the environment's `base_url`.
    package let path: String
    package let parameters: [String]

    package static let all: [DocumentedRequest] = StepKind.all.compactMap { kind in
        kind.endpoint.map {
            DocumentedRequest(
                name: kind.name, method: $0.method, path: $0.path, parameters: $0.parameters.map(\.name))
        }
    }
}

extension DocumentedRequest {
    /// The parameters of the requests that text people which name somebody else, or nobody: the caller and the agent,
    /// whose numbers are not texted.
    package static let parametersOfOthers: Set<String> = StepKind.all.reduce(into: ["user_code"]) { names, kind in
        guard let endpoint = kind.endpoint, case .textsPerson(let recipient) = endpoint.effect else { return }
        names.formUnion(endpoint.parameters.map(\.name).filter { $0 != recipient })
    }
}
