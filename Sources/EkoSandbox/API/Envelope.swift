import JSON

/// The envelope that the API puts around every answer; HTTP 200 alone says nothing.
extension SandboxResponse {
    static func success(_ type: Int, _ message: String, data: [JSONObject.Member]) -> SandboxResponse {
        envelope(status: 0, statusID: 0, type: type, message, ("data", .object(JSONObject(data))))
    }

    static func failure(_ type: Int, _ message: String) -> SandboxResponse {
        envelope(status: 1, statusID: 1, type: type, message, ("data", [:]))
    }

    static func invalidParameters(_ problems: [JSONObject.Member]) -> SandboxResponse {
        envelope(
            status: 461, statusID: 1, type: -1, "Invalid parameters", ("invalid_params", .object(JSONObject(problems))))
    }

    /// A refusal that the API itself would not explain: it says why in a header.
    static func refusal(_ status: Int, _ message: String, reason: String) -> SandboxResponse {
        let visible = String(String.UnicodeScalarView(reason.unicodeScalars.filter { " "..."~" ~= $0 }.prefix(200)))
        return .json(
            status, .object(JSONObject([("message", .string(message))])), headers: [("x-sandbox-reason", visible)])
    }

    private static func envelope(
        status: Int, statusID: Int, type: Int, _ message: String, _ content: JSONObject.Member
    ) -> SandboxResponse {
        .json(
            200,
            .object(
                JSONObject([
                    ("status", .integer(status)), ("response_status_id", .integer(statusID)),
                    ("response_type_id", .integer(type)), ("message", .string(message)), content,
                ])))
    }
}
