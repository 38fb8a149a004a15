import Contract
import JSON

extension ControlRoutes {
    /// What the sandbox answers, so that a test can find the names of endpoints and of their answers.
    func endpoints(_ request: SandboxRequest) -> SandboxResponse {
        .json(200, ["endpoints": .array(Endpoints.operations.map(\.json))])
    }
}

extension Operation {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "title": .string(title), "method": .string(method.rawValue),
            "path": .string(SandboxServer.basePath + path),
            "parameters": .array(parameters.map { .string($0.isRequired ? $0.name : "\($0.name)?") }),
            "answers": .array(answersByName.map { .string($0.name) }),
        ]
    }
}

extension JSONObject {
    /// The operation that the property `endpoint` names; nil if there is none.
    var endpoint: Operation? {
        get throws(ControlProblem) {
            let expected =
                "the name of an endpoint, such as send_otp or dmt_transfer; GET \(ControlRoutes.basePath)/endpoints lists them"
            return try value("endpoint", expected: expected) { value in
                if case .string(let name) = value { Operation.named(name) } else { nil }
            }
        }
    }
}
