import JSON

extension ControlRoutes {
    private static let callFilters = ["mobile", "endpoint"]

    /// The last calls of the API, newest last, so that a test can ask what an application sent.
    func calls(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        guard let query = request.queryParameters else {
            throw ControlProblem(message: "the query is not percent-encoded UTF-8")
        }
        if let unknown = query.members.first(where: { !Self.callFilters.contains($0.name) }) {
            throw ControlProblem(message: "unknown parameter '\(unknown.name)'; expected mobile or endpoint")
        }
        let (mobile, endpoint) = (query.text("mobile"), try query.endpoint)
        let calls = sandbox.activity.calls.filter { call in
            (mobile == nil || call.mobile == mobile) && (endpoint == nil || call.endpoint == endpoint?.name)
        }
        return .json(200, ["calls": .array(calls.map(\.json))])
    }
}
