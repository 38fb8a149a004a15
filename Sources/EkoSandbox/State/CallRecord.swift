import JSON

/// An API call and its result, for the log and the page. It contains no key and no signature.
package struct CallRecord: Sendable {
    /// In milliseconds since 1970.
    package let time: Int64
    package let method: String
    /// Without the query.
    package let path: String
    /// The name of the endpoint; nil if no endpoint was reached.
    package var endpoint: String?
    /// The HTTP status of the answer.
    package let status: Int
    /// The `status` of the API; nil if the answer has none.
    package let apiStatus: Int?
    /// The mobile number that the call is about, if it gives one.
    package let mobile: String?
    /// Why the caller was refused, which the real API does not tell.
    package let reason: String?
    /// The behaviour that was asked for: `status 347`.
    package let behaviour: String?
    /// What the sandbox accepted, though the API documents nothing about it.
    package var warning: String?
    /// The parameters, from the path, the query and the body; nil if they could not be read.
    var request: JSONObject?
    /// The body of the answer.
    var response: [UInt8] = []
}

extension CallRecord {
    var json: JSONValue {
        var members: [JSONObject.Member] = [
            ("time", .integer(Int(time))), ("method", .string(method)), ("path", .string(path)),
        ]
        if let endpoint { members.append(("endpoint", .string(endpoint))) }
        members.append(("http", .integer(status)))
        if let apiStatus { members.append(("status", .integer(apiStatus))) }
        if let mobile { members.append(("mobile", .string(mobile))) }
        if let reason { members.append(("reason", .string(reason))) }
        if let warning { members.append(("warning", .string(warning))) }
        if let behaviour { members.append(("behaviour", .string(behaviour))) }
        if let request { members.append(("request", .object(request))) }
        if !response.isEmpty {
            members.append(
                ("response", (try? parseJSON(response)) ?? .string(String(decoding: response, as: UTF8.self))))
        }
        return .object(JSONObject(members))
    }
}
