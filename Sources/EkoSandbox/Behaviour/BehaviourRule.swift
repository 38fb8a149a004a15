import JSON

/// A behaviour that a control request has asked for.
struct BehaviourRule: Sendable {
    let id: Int
    /// The name of an operation; nil for every endpoint.
    let endpoint: String?
    /// Nil for every phone.
    let mobile: String?
    /// How many more calls it applies to; nil for no limit.
    var remaining: Int?
    let behaviours: [Behaviour]
}

extension BehaviourRule {
    var json: JSONValue {
        var members: [JSONObject.Member] = [("id", .integer(id))]
        if let endpoint { members.append(("endpoint", .string(endpoint))) }
        if let mobile { members.append(("mobile", .string(mobile))) }
        if let remaining { members.append(("times", .integer(remaining))) }
        return .object(JSONObject(members + behaviours.map(\.member)))
    }
}
