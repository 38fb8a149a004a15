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
        if let reason { response.headers.append((reasonHeader, reason)) }
        return response
    }

    /// A failure with a code of `APIStatus`, which has no response type of its own.
    static func failure(status: Int) -> SandboxResponse {
        envelope(
            status: status, statusID: status, type: noResponseType, APIStatus.message(of: status), ("data", [:]))
    }

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
        let visible = String(String.UnicodeScalarView(reason.unicodeScalars.filter { " "..."~" ~= $0 }.prefix(200)))
        let phrase = HTTPStatus.phrase(status)
        let body: JSONValue =
            status == 403
            ? ["status": 1, "message": .string("\(phrase) - not authorized")] : ["message": .string(phrase)]
        return .json(status, body, headers: headers + [(reasonHeader, visible)])
    }

    static let reasonHeader = "x-sandbox-reason"

    private static let noResponseType = -1

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
