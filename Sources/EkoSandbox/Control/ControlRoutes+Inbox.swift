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
            "sender": .string(configuration.sms.sender),
            "text": .string(configuration.sms.text(otp: entry.message.otp)),
            "otp": .string(entry.message.otp),
            "tid": .string(entry.message.transaction),
            "state": .string(entry.state.rawValue),
            "sent_at": .integer(Int(entry.message.sentAt)),
            "expires_at": .integer(Int(entry.message.expiresAt)),
        ]
    }
}
