import JSON

extension ControlRoutes {
    /// The last calls of the API, newest last, so that a test can ask what an application sent.
    func calls(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        guard let query = request.queryParameters else {
            throw ControlProblem(message: "the query is not percent-encoded UTF-8")
        }
        if let unknown = query.members.first(where: { $0.name != "mobile" }) {
            throw ControlProblem(message: "unknown parameter '\(unknown.name)'; expected mobile")
        }
        let mobile = query.text("mobile")
        let calls = sandbox.activity.calls.filter { mobile == nil || $0.mobile == mobile }
        return .json(200, ["calls": .array(calls.map(\.json))])
    }
}
