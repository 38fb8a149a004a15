import JSON

/// The endpoints that control the sandbox itself. Anybody can call them, without a signature.
struct ControlRoutes: Sendable {
    static let basePath = "/_sandbox"

    let sandbox: Sandbox

    var all: [Route] {
        Dictionary(grouping: ControlTable.rows, by: \.path).map { path, rows in
            Route(path: path, answers: rows.map { ($0.method, $0.answer(self)) })
        }
    }

    func dated(
        _ answer: @escaping @Sendable (SandboxRequest) throws(ControlProblem) -> SandboxResponse
    ) -> Route.Answer {
        { [sandbox] request in
            let response: SandboxResponse
            do throws(ControlProblem) {
                response = try answer(request)
            } catch {
                response = .json(400, ["message": .string(error.message)])
            }
            return response.sent(to: request, at: sandbox.clock.callers)
        }
    }

    /// Forgets all messages, calls and behaviours, and returns to the machine's clock.
    func reset(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        _ = try request.controlMembers(known: [])
        sandbox.reset()
        sandbox.activity.tell("snapshot") { sandbox.snapshot }
        return .json(200, ["reset": true])
    }
}

/// An error in a control request.
struct ControlProblem: Error {
    let message: String
}

extension SandboxRequest {
    /// The properties of the body. It must be declared as JSON, which pages of other sites cannot send unasked.
    func controlMembers(known: [String]) throws(ControlProblem) -> JSONObject {
        guard header("content-type")?.lowercased().hasPrefix("application/json") ?? false else {
            throw ControlProblem(message: "the content-type must be application/json")
        }
        guard let members = bodyParameters else { throw ControlProblem(message: "the body is not a JSON object") }
        if let unknown = members.members.first(where: { !known.contains($0.name) }) {
            throw ControlProblem(
                message:
                    "unknown property '\(unknown.name)'; expected \(known.isEmpty ? "none" : known.joined(separator: ", "))"
            )
        }
        return members
    }
}

extension JSONObject {
    /// The value of a property as `read` converts it; nil if the property is missing.
    func value<Value>(
        _ name: String, expected: String, _ read: (JSONValue) -> Value?
    ) throws(ControlProblem) -> Value? {
        guard let given = self[name] else { return nil }
        guard let value = read(given) else { throw ControlProblem(message: "'\(name)' must be \(expected)") }
        return value
    }
}
