import JSON

/// The endpoints that control the sandbox itself. Anybody can call them, without a signature.
struct ControlRoutes: Sendable {
    static let basePath = "/_sandbox"

    let sandbox: Sandbox

    var all: [Route] {
        [
            Route(path: Self.basePath + "/", answers: [("GET", dated { _ in .page })]),
            Route(path: Self.basePath, answers: [("GET", dated { _ in .redirectToPage })]),
            Route(path: Self.basePath + "/inbox", answers: [("GET", dated(recentInbox))]),
            Route(path: Self.basePath + "/inbox", takesSegment: true, answers: [("GET", dated(inbox))]),
            Route(path: Self.basePath + "/events", answers: [("GET", events)]),
            Route(path: Self.basePath + "/clock", answers: [("GET", dated(clock)), ("POST", dated(setClock))]),
            Route(
                path: Self.basePath + "/behaviours",
                answers: [
                    ("GET", dated(behaviours)), ("POST", dated(addBehaviour)), ("DELETE", dated(removeBehaviours)),
                ]),
            Route(path: Self.basePath + "/reset", answers: [("POST", dated(reset))]),
        ]
    }

    private func dated(_ answer: @escaping @Sendable (SandboxRequest) -> SandboxResponse) -> Route.Answer {
        { [sandbox] request in answer(request).sent(to: request, at: sandbox.clock.callers) }
    }

    /// Forgets all messages, calls and behaviours, and returns to the machine's clock.
    private func reset(_ request: SandboxRequest) -> SandboxResponse {
        do throws(ControlProblem) {
            _ = try request.controlMembers(known: [])
        } catch {
            return error.response
        }
        sandbox.reset()
        sandbox.activity.tell("snapshot") { sandbox.snapshot }
        return .json(200, ["reset": true])
    }
}

/// An error in a control request.
struct ControlProblem: Error {
    let message: String

    var response: SandboxResponse { .json(400, ["message": .string(message)]) }
}

extension SandboxRequest {
    /// The properties of the body. It must be declared as JSON, which pages of other sites cannot send unasked.
    func controlMembers(known: [String]) throws(ControlProblem) -> JSONObject {
        guard header("content-type")?.lowercased().hasPrefix("application/json") ?? false else {
            throw ControlProblem(message: "the content-type has to be application/json")
        }
        guard let members = bodyParameters else { throw ControlProblem(message: "the body is not a JSON object") }
        if let unknown = members.members.first(where: { !known.contains($0.name) }) {
            throw ControlProblem(
                message:
                    "unknown member '\(unknown.name)'; expected \(known.isEmpty ? "none" : known.joined(separator: ", "))"
            )
        }
        return members
    }
}
