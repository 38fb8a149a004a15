import Contract
import JSON

/// The envelope of every answer of the API: the HTTP status is 200 also for failures.
extension SandboxResponse {
    static func success(_ type: Int, _ message: String, data: [JSONObject.Member]) -> SandboxResponse {
        envelope(status: 0, statusID: 0, type: type, message, ("data", .object(JSONObject(data))))
    }

    /// A failure with a response type of its own. A header gives the `reason`, which the real API does not tell.
    /// Some endpoints have an empty `data` then, others have none.
    static func failure(
        _ type: Int, _ message: String, hasData: Bool = true, reason: String? = nil
    ) -> SandboxResponse {
        var response = envelope(status: 1, statusID: 1, type: type, message, hasData ? ("data", [:]) : nil)
        if let reason { response.tell(reason: reason) }
        return response
    }

    /// A failure with a code that the endpoint documents no answer for. It has no content.
    static func failure(status: Int, type: Int) -> SandboxResponse {
        envelope(status: status, statusID: 1, type: type, APIStatus.message(of: status), nil)
    }

    /// A caller that is not a user of the API.
    static let invalidInitiator = envelope(
        status: APIStatus.invalidInitiator, statusID: 1, type: noResponseType, invalidInitiatorMessage,
        ("invalid_params", ["initiator_id": "initiator_id is not a registered user"]))

    static let invalidInitiatorMessage = "Invalid Sender/Initiator"

    static func invalidParameters(_ problems: [JSONObject.Member]) -> SandboxResponse {
        let status = APIStatus.invalidParameters
        return envelope(
            status: status, statusID: 1, type: noResponseType, APIStatus.message(of: status),
            ("invalid_params", .object(JSONObject(problems))))
    }

    /// An HTTP error without an envelope. A header gives the `reason`, which the real API does not tell.
    static func refusal(
        _ status: Int, reason: String, headers: [(name: String, value: String)] = []
    ) -> SandboxResponse {
        let message = JSONValue.string(httpMessage(status))
        let body: JSONValue = status == 403 ? ["status": 1, "message": message] : ["message": message]
        var response = json(status, body, headers: headers)
        response.tell(reason: reason)
        return response
    }

    /// The message of an answer with an HTTP error.
    static func httpMessage(_ status: Int) -> String {
        let phrase = HTTPStatus.phrase(status)
        return status == 403 ? "\(phrase) - not authorized" : phrase
    }

    static let noResponseType = -1

    private static func envelope(
        status: Int, statusID: Int, type: Int, _ message: String, _ content: JSONObject.Member?
    ) -> SandboxResponse {
        var response = SandboxResponse.json(
            200,
            .object(
                JSONObject(
                    [
                        ("status", .integer(status)), ("response_status_id", .integer(statusID)),
                        ("response_type_id", .integer(type)), ("message", .string(message)),
                    ] + (content.map { [$0] } ?? []))))
        response.apiStatus = status
        return response
    }
}

/// Headers with which the sandbox tells more than the real API.
extension SandboxResponse {
    static let reasonHeader = "x-sandbox-reason"
    static let warningHeader = "x-sandbox-warning"

    /// Says why a caller is refused.
    mutating func tell(reason: String) { tell(Self.reasonHeader, reason) }

    /// Says what the sandbox accepted, though the API documents nothing about it.
    mutating func tell(warning: String) { tell(Self.warningHeader, warning) }

    var reason: String? { headers.first { $0.name == Self.reasonHeader }?.value }
    var warning: String? { headers.first { $0.name == Self.warningHeader }?.value }

    private mutating func tell(_ name: String, _ text: String) {
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { " "..."~" ~= $0 }.prefix(200)))
        headers.append((name, visible))
    }
}
