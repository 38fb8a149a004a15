import Contract
import JSON

@testable import EkoSandbox

/// Calls that many tests need.
extension TestSandbox {
    static let sendPath = SandboxServer.basePath + Operation.sendOTP.path
    static let verifyPath = SandboxServer.basePath + Operation.verifyOTP.path
    static let validatePath = SandboxServer.basePath + Operation.validateToken.path

    /// Sends an OTP and returns the message that reaches the phone.
    func sendOTP(
        to mobile: String = mobile, by initiator: String = initiator, reference: String = "SEND-1"
    ) async throws -> (otp: String, transaction: String) {
        _ = try await callSend(to: mobile, by: initiator, reference: reference)
        let message = try await inbox(of: mobile).last
        return (message?["otp"].text ?? "", message?["tid"].text ?? "")
    }

    func callSend(
        to mobile: String, by initiator: String = initiator, reference: String = "SEND-1",
        headers: [String: String?] = [:]
    ) async throws -> Response {
        let body =
            #"{"initiator_id":"\#(initiator)","client_ref_id":"\#(reference)","csp_id":"1","mobile":"\#(mobile)"}"#
        return try await send("POST", Self.sendPath, headers: headers, body: body)
    }

    /// Sends a control request.
    func control(_ path: String, _ body: String) async throws -> Response {
        let unsigned: [String: String?] = ["developer_key": nil, "secret-key": nil, "secret-key-timestamp": nil]
        return try await send("POST", "/_sandbox/\(path)", headers: unsigned, body: body)
    }

    func verify(
        _ otp: String, of mobile: String = mobile, by initiator: String = initiator, reference: String? = nil
    ) async throws -> Response {
        let reference = reference.map { #","client_ref_id":"\#($0)""# } ?? ""
        let body = #"{"initiator_id":"\#(initiator)","mobile":"\#(mobile)","otp":"\#(otp)"\#(reference)}"#
        return try await send("PUT", Self.verifyPath, body: body)
    }

    /// Sends an OTP, verifies it and returns the token.
    func token() async throws -> String {
        try await verify(try await sendOTP().otp).data["otp_verification_token"].text
    }

    func validate(_ token: String, by initiator: String = initiator, more: String = "") async throws -> Response {
        let query = "initiator_id=\(initiator)&otp_verification_token=\(token)\(more)"
        return try await send("GET", "\(Self.validatePath)?\(query)", headers: ["content-type": nil])
    }

    /// The messages to a phone.
    func inbox(of mobile: String) async throws -> [JSONObject] {
        let unsigned: [String: String?] = [
            "developer_key": nil, "secret-key": nil, "secret-key-timestamp": nil, "content-type": nil,
        ]
        let page = try await send("GET", "/_sandbox/inbox/\(mobile)", headers: unsigned)
        guard case .array(let messages)? = page.json["messages"] else { return [] }
        return messages.compactMap { if case .object(let message) = $0 { message } else { nil } }
    }
}

extension JSONValue? {
    /// The value of a string; empty if it is not a string.
    var text: String { if case .string(let text)? = self { text } else { "" } }
}
