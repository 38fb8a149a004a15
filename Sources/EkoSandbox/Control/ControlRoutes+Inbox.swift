import Contract
import JSON

extension ControlRoutes {
    /// The messages to a phone, newest last.
    func inbox(_ request: SandboxRequest) -> SandboxResponse {
        let mobile = String(request.path.split(separator: "/").last ?? "")
        let messages = sandbox.state.phones.entries(of: mobile).map(sandbox.json)
        return .json(200, ["mobile": .string(mobile), "messages": .array(messages)])
    }

    /// The last messages to any phone, newest last.
    func recentInbox(_ request: SandboxRequest) -> SandboxResponse {
        .json(200, ["messages": .array(sandbox.state.phones.recentEntries().map(sandbox.json))])
    }
}

extension Sandbox {
    /// A message for control requests and the page. Times are in milliseconds since 1970, as in `secret-key-timestamp`.
    func json(_ entry: InboxEntry) -> JSONValue {
        [
            "mobile": .string(entry.mobile),
            "endpoint": .string(entry.message.operation),
            "sender": .string(configuration.sms.sender),
            "text": .string(text(of: entry.message)),
            "otp": .string(entry.message.otp),
            "tid": .string(entry.message.transaction),
            "state": .string(entry.state.rawValue),
            "sent_at": .integer(Int(entry.message.sentAt)),
            "expires_at": .integer(Int(entry.message.expiresAt)),
        ]
    }

    /// The registered wording is for verifying a number. The API does not document its other wordings.
    private func text(of message: OTPMessage) -> String {
        guard message.operation != Operation.sendOTP.name, let operation = Operation.named(message.operation) else {
            return configuration.sms.text(otp: message.otp)
        }
        return "\(message.otp) is the OTP for: \(operation.title).\n- \(configuration.sms.sender)"
    }
}
