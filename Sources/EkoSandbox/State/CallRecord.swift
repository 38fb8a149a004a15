import JSON

/// A call of the API, and what the sandbox made of it: for its log and its page. It has no key and no signature in it.
package struct CallRecord: Sendable {
    /// In milliseconds since 1970.
    package let time: Int64
    package let method: String
    /// Without the query.
    package let path: String
    /// The HTTP status of the answer.
    package let status: Int
    /// The `status` of the API; nil where the answer has none.
    package let apiStatus: Int?
    /// Whose phone the call is about, where it says so.
    package let mobile: String?
    /// Why the caller is refused, which the API itself does not tell.
    package let reason: String?
    /// What is done to the call on demand: `status 347`.
    package let behaviour: String?
}

extension CallRecord {
    var json: JSONValue {
        var members: [JSONObject.Member] = [
            ("time", .integer(Int(time))), ("method", .string(method)), ("path", .string(path)),
            ("http", .integer(status)),
        ]
        if let apiStatus { members.append(("status", .integer(apiStatus))) }
        if let mobile { members.append(("mobile", .string(mobile))) }
        if let reason { members.append(("reason", .string(reason))) }
        if let behaviour { members.append(("behaviour", .string(behaviour))) }
        return .object(JSONObject(members))
    }
}
