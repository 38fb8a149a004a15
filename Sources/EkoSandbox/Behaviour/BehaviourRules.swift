import Contract
import Synchronization

/// Picks the behaviour for each call: from the rules of control requests, else from magic numbers.
final class BehaviourRules: Sendable {
    static let maximumCount = 1_000

    private struct State {
        var rules: [BehaviourRule] = []
        var lastID = 0
    }

    private let state = Mutex(State())

    /// The behaviour for a call, and the rule that it comes from, if any. The newest match wins and is used once.
    func take(for endpoint: Operation, mobile: String?) -> (rule: BehaviourRule?, behaviour: CallBehaviour) {
        let rule = state.withLock { state -> BehaviourRule? in
            let match = state.rules.lastIndex { rule in
                (rule.endpoint ?? endpoint.name) == endpoint.name && (rule.mobile == nil || rule.mobile == mobile)
            }
            guard let match else { return nil }
            let rule = state.rules[match]
            if let remaining = state.rules[match].remaining {
                if remaining > 1 { state.rules[match].remaining = remaining - 1 } else { state.rules.remove(at: match) }
            }
            return rule
        }
        let ofNumber = mobile.flatMap { MagicNumber.behaviour(of: $0, at: endpoint) }.map { [$0] }
        return (rule, CallBehaviour(rule?.behaviours ?? ofNumber ?? []))
    }

    /// Undoes one use of a rule, for a call that was refused before the rule had any effect.
    func giveBack(_ rule: BehaviourRule) {
        guard rule.remaining != nil else { return }
        state.withLock { state in
            if let index = state.rules.firstIndex(where: { $0.id == rule.id }) {
                state.rules[index].remaining = (state.rules[index].remaining ?? 0) + 1
            } else {
                var again = rule
                again.remaining = 1
                let place = state.rules.firstIndex { $0.id > rule.id } ?? state.rules.endIndex
                state.rules.insert(again, at: place)
            }
        }
    }

    /// Adds a rule and returns it with its identifier, or nil if there are too many rules.
    func add(
        endpoint: String?, mobile: String?, times: Int?, _ behaviours: [Behaviour]
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
