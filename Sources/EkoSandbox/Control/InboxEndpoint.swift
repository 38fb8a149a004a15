import JSON

/// The messages that reached a phone, for tests that need the OTP: no part of the API, and open to any caller.
struct InboxEndpoint: Sendable {
    /// A mobile number follows.
    static let path = "/_sandbox/inbox"

    let phones: Phones

    var route: Route {
        Route(method: "GET", path: Self.path, takesSegment: true) { request in
            respond(mobile: String(request.path.dropFirst(Self.path.count + 1)))
        }
    }

    private func respond(mobile: String) -> SandboxResponse {
        let messages = phones.messages(of: mobile).map(Self.json)
        return .json(200, .object(JSONObject([("mobile", .string(mobile)), ("messages", .array(messages))])))
    }

    /// Times are in milliseconds since 1970, as in `secret-key-timestamp`.
    private static func json(_ message: OTPMessage) -> JSONValue {
        [
            "text": .string(message.text),
            "otp": .string(message.otp),
            "tid": .string(message.transaction),
            "sent_at": .integer(Int(message.sentAt)),
            "expires_at": .integer(Int(message.expiresAt)),
        ]
    }
}
