/// Answers requests as the API is documented to, and those about the sandbox itself.
struct SandboxAPI: Sendable {
    private let routes: [Route]

    init(_ configuration: SandboxConfiguration) {
        let phones = Phones(configuration)
        let tokens = VerificationTokens(configuration)
        let callers = SignatureCheck(configuration)
        routes = [
            SendOTPEndpoint(phones: phones).route(callers: callers),
            VerifyOTPEndpoint(phones: phones, tokens: tokens).route(callers: callers),
            ValidateTokenEndpoint(tokens: tokens).route(callers: callers),
            InboxEndpoint(phones: phones).route,
        ]
    }

    func respond(to request: SandboxRequest) -> SandboxResponse {
        guard let route = routes.first(where: { $0.matches(request.path) }) else {
            return .refusal(404, "Not Found", reason: "no endpoint has the path \(request.path)")
        }
        guard request.method == route.method else {
            return .refusal(405, "Method Not Allowed", reason: "the method is \(route.method)")
        }
        return route.answer(request)
    }
}
