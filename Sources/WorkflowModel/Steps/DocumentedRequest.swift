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
                name: kind.name, method: $0.operation.method.rawValue, path: $0.operation.path,
                parameters: $0.parameters.map(\.name))
        }
    }
}
