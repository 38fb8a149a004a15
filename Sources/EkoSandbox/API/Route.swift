/// A path, its methods, and what answers there.
struct Route: Sendable {
    typealias Answer = @Sendable (SandboxRequest) -> [ConnectionAction]

    let path: String
    /// True where one more segment follows the path, such as a number.
    var takesSegment = false
    let answers: [(method: String, answer: Answer)]

    func matches(_ path: String) -> Bool {
        guard takesSegment else { return path == self.path }
        guard path.hasPrefix(self.path + "/") else { return false }
        let segment = path.dropFirst(self.path.count + 1)
        return !segment.isEmpty && !segment.contains("/")
    }
}

/// Finds what answers a request.
struct Router: Sendable {
    private let routes: [Route]
    private let sandbox: Sandbox

    init(_ sandbox: Sandbox) {
        self.sandbox = sandbox
        routes =
            [
                APICall(endpoint: SendOTPEndpoint(), sandbox: sandbox).route,
                APICall(endpoint: VerifyOTPEndpoint(), sandbox: sandbox).route,
                APICall(endpoint: ValidateTokenEndpoint(), sandbox: sandbox).route,
            ] + ControlRoutes(sandbox: sandbox).all
    }

    func answer(_ request: SandboxRequest) -> [ConnectionAction] {
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
                    time: sandbox.clock.now, method: request.method, path: request.path, status: status,
                    apiStatus: nil, mobile: nil, reason: reason, behaviour: nil))
        }
        return SandboxResponse.refusal(status, reason: reason, headers: headers)
            .sent(to: request, at: sandbox.clock.callers)
    }
}

extension SandboxResponse {
    /// The whole response, dated.
    func sent(to request: SandboxRequest, at time: Int64) -> [ConnectionAction] {
        var response = self
        response.headers.append(("date", httpDateText(milliseconds: time)))
        return [.send(response.encoded(closing: !request.keepsAlive))]
    }
}
