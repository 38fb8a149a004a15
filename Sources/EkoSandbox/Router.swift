import Times

/// Finds the route for a request and answers with it.
struct Router: Sendable {
    private let api: APIRoutes
    private let control: [Route]
    private let sandbox: Sandbox
    private let hosts: HostCheck

    init(_ sandbox: Sandbox, hosts: HostCheck) {
        self.sandbox = sandbox
        self.hosts = hosts
        api = APIRoutes(sandbox)
        control = ControlRoutes(sandbox: sandbox).all
    }

    func answer(_ request: SandboxRequest) -> [ConnectionAction] {
        if request.path.hasPrefix(ControlRoutes.basePath), !hosts.allows(request.header("host")) {
            return refuse(request, 403, hosts.help)
        }
        let matches = api.matches(request.path)
        if let match = matches.first(where: { $0.call.operation.method.rawValue == request.method }) {
            return match.call.answer(request, path: match.parameters)
        }
        guard matches.isEmpty else {
            return refuse(request, allowed: matches.map(\.call.operation.method.rawValue))
        }
        guard let route = control.first(where: { $0.matches(request.path) }) else {
            return refuse(request, 404, "no endpoint has the path \(request.path)")
        }
        guard let answer = route.answers.first(where: { $0.method == request.method })?.answer else {
            return refuse(request, allowed: route.answers.map(\.method))
        }
        return answer(request)
    }

    private func refuse(_ request: SandboxRequest, allowed methods: [String]) -> [ConnectionAction] {
        let allowed = methods.joined(separator: ", ")
        return refuse(request, 405, "the method is \(allowed)", headers: [("allow", allowed)])
    }

    private func refuse(
        _ request: SandboxRequest, _ status: Int, _ reason: String, headers: [(name: String, value: String)] = []
    ) -> [ConnectionAction] {
        if request.path.hasPrefix(SandboxServer.basePath + "/") {
            sandbox.activity.add(
                CallRecord(
                    time: sandbox.clock.now, method: String(request.method.prefix(20)),
                    path: String(request.path.prefix(200)), status: status,
                    apiStatus: nil, mobile: nil, reason: String(reason.prefix(250)), behaviour: nil))
        }
        return SandboxResponse.refusal(status, reason: reason, headers: headers)
            .sent(to: request, at: sandbox.clock.callers)
    }
}

extension SandboxResponse {
    /// Sends the response, with the header `Date`.
    func sent(to request: SandboxRequest, at time: Int64) -> [ConnectionAction] {
        var response = self
        response.headers.append(("date", Timestamp(milliseconds: time).httpDate))
        let bytes = response.encoded(closing: !request.keepsAlive)
        // A response to HEAD has no body (RFC 9110, section 9.3.2).
        return [.send(request.method == "HEAD" ? bytes.dropLast(response.body.count) : bytes)]
    }
}
