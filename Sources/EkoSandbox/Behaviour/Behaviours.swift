import JSON
import Synchronization

/// A behaviour that a control request has asked for.
struct BehaviourRule: Sendable {
    let id: Int
    /// Nil for each endpoint.
    let endpoint: EndpointName?
    /// Nil for every phone.
    let mobile: String?
    /// How many calls it is still for; nil for as many as come.
    var remaining: Int?
    let behaviours: [Behaviour]
}

/// How calls are answered other than rightly: by the rules of control requests, else by magic numbers.
final class Behaviours: Sendable {
    static let maximumCount = 1_000

    private struct State {
        var rules: [BehaviourRule] = []
        var lastID = 0
    }

    private let state = Mutex(State())

    /// The behaviour for a call, which uses up one of a rule's. The newest rule that fits goes first.
    func take(for endpoint: EndpointName, mobile: String?) -> CallBehaviour {
        let ofRule = state.withLock { state -> [Behaviour]? in
            let match = state.rules.lastIndex { rule in
                (rule.endpoint ?? endpoint) == endpoint && (rule.mobile == nil || rule.mobile == mobile)
            }
            guard let match else { return nil }
            let behaviours = state.rules[match].behaviours
            if let remaining = state.rules[match].remaining {
                if remaining > 1 { state.rules[match].remaining = remaining - 1 } else { state.rules.remove(at: match) }
            }
            return behaviours
        }
        let ofNumber = mobile.flatMap { MagicNumber.behaviour(of: $0, at: endpoint) }.map { [$0] }
        return CallBehaviour(ofRule ?? ofNumber ?? [])
    }

    /// Adds a rule and gives it with its identifier; nil where there are too many.
    func add(
        endpoint: EndpointName?, mobile: String?, times: Int?, _ behaviours: [Behaviour]
    ) -> BehaviourRule? {
        state.withLock { state in
            guard state.rules.count < Self.maximumCount else { return nil }
            state.lastID += 1
            let rule = BehaviourRule(
                id: state.lastID, endpoint: endpoint, mobile: mobile, remaining: times, behaviours: behaviours)
            state.rules.append(rule)
            return rule
        }
    }

    var rules: [BehaviourRule] { state.withLock(\.rules) }

    func removeAll() { state.withLock { $0.rules.removeAll() } }
}

extension BehaviourRule {
    var json: JSONValue {
        var members: [JSONObject.Member] = [("id", .integer(id))]
        if let endpoint { members.append(("endpoint", .string(endpoint.rawValue))) }
        if let mobile { members.append(("mobile", .string(mobile))) }
        if let remaining { members.append(("times", .integer(remaining))) }
        return .object(JSONObject(members + behaviours.map(\.member)))
    }
}
