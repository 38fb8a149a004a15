import Synchronization

/// The values of `client_ref_id` that calls have given. Each should be used once: what the API does with a second use is
/// not documented.
///
/// The oldest are forgotten first.
final class UsedReferences: Sendable {
    static let maximumCount = 10_000

    private struct State {
        /// The operation that used a reference last.
        var operations: [String: String] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())

    /// Notes a use, and returns the operation that used the reference before; nil if none did.
    func use(_ reference: String, by operation: String) -> String? {
        guard !reference.isEmpty else { return nil }
        return state.withLock { state in
            let earlier = state.operations.updateValue(operation, forKey: reference)
            if earlier == nil { state.order.append(reference) }
            if state.order.count >= 2 * Self.maximumCount {
                for reference in state.order.prefix(Self.maximumCount) { state.operations[reference] = nil }
                state.order.removeFirst(Self.maximumCount)
            }
            return earlier
        }
    }
}
