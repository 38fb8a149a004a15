import Synchronization

/// The transaction numbers (`tid`), which every send, verification, validation and transfer gets for itself.
final class TransactionNumbers: Sendable {
    private let last = Mutex<Int64>(2_886_978_474)

    func next() -> Int64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}
