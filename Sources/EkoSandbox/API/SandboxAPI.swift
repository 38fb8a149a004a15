import JSON

/// Answers requests as the API is documented to: route, method, caller, content type, parameters, in this order.
///
/// A refusal that the API itself would not explain says why in the header `x-sandbox-reason`.
struct SandboxAPI: Sendable {
    private let signatureCheck: SignatureCheck
    private let sendOTP: SendOTPEndpoint

    init(_ configuration: SandboxConfiguration) {
        signatureCheck = SignatureCheck(configuration)
        sendOTP = SendOTPEndpoint(clock: configuration.clock)
    }

    func respond(to request: SandboxRequest) -> SandboxResponse {
        guard request.path == SandboxServer.basePath + SendOTPEndpoint.path else {
            return .refusal(404, "Not Found", reason: "no endpoint has the path \(request.path)")
        }
        guard request.method == SendOTPEndpoint.method else {
            return .refusal(405, "Method Not Allowed", reason: "the method is \(SendOTPEndpoint.method)")
        }
        if let reason = signatureCheck.refusal(of: request) {
            return .refusal(403, "Forbidden", reason: reason)
        }
        guard request.isJSON else {
            return .refusal(415, "Unsupported Media Type", reason: "the content-type is not application/json")
        }
        guard case .object(let parameters)? = try? parseJSON(request.body) else {
            return .refusal(400, "Bad Request", reason: "the body is not a JSON object")
        }
        return sendOTP.respond(to: parameters)
    }
}

extension SandboxRequest {
    fileprivate var isJSON: Bool {
        let mediaType = header("content-type")?.prefix { $0 != ";" && $0 != " " }
        return mediaType?.lowercased() == "application/json"
    }
}

extension SandboxResponse {
    fileprivate static func refusal(_ status: Int, _ message: String, reason: String) -> SandboxResponse {
        let visible = String(String.UnicodeScalarView(reason.unicodeScalars.filter { " "..."~" ~= $0 }.prefix(200)))
        return .json(
            status, .object(JSONObject([("message", .string(message))])), headers: [("x-sandbox-reason", visible)])
    }
}
