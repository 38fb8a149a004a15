import Synchronization

/// Caches the result for strings that repeat, for example the names of steps in many cases.
final class TextCache: Sendable {
    private static let capacity = 10_000

    private let known = Mutex<[String: String]>([:])

    func text(_ text: String, _ make: (String) -> String) -> String {
        if let known = known.withLock({ $0[text] }) { return known }
        let made = make(text)
        known.withLock { if $0.count < Self.capacity { $0[text] = made } }
        return made
    }
}
