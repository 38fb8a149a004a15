import Times

/// Finds the route for a request and answers with it.
struct Router: Sendable {
    private let routes: [Route]
    private let sandbox: Sandbox
    /// Whether only this machine can call. Then `Host` must be a name that no page of another site can have.
    private let isLoopback: Bool

    init(_ sandbox: Sandbox, isLoopback: Bool) {
        self.sandbox = sandbox
        self.isLoopback = isLoopback
        func route(_ endpoint: some APIEndpoint) -> Route { APICall(endpoint: endpoint, sandbox: sandbox).route }
        routes = EndpointName.allCases.map { route($0.endpoint) } + ControlRoutes(sandbox: sandbox).all
    }

    func answer(_ request: SandboxRequest) -> [ConnectionAction] {
        // Another site's page can make its own name resolve to this machine (DNS rebinding), but that name has a dot.
        if isLoopback, request.path.hasPrefix(ControlRoutes.basePath), !request.isForThisHost {
            return refuse(request, 403, "call it by its address, by localhost, or by a name without a point")
        }
        guard let route = routes.first(where: { $0.matches(request.path) }) else {
            return refuse(request, 404, "no endpoint has the path \(request.path)")
        }
        guard let answer = route.answers.first(where: { $0.method == request.method })?.answer else {
            let allowed = route.answers.map(\.method).joined(separator: ", ")
            return refuse(request, 405, "the method is \(allowed)", headers: [("allow", allowed)])
        }
        return answer(request)
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

extension SandboxRequest {
    /// Whether the header `Host` is an address or a name without a dot, as on a local network.
    fileprivate var isForThisHost: Bool {
        guard let host = header("host") else { return true }
        if host.hasPrefix("[") { return true }
        let name = host.prefix { $0 != ":" }
        return !name.contains(".") || name.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber }
    }
}
