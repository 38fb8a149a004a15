import Synchronization

/// The references that workflows give to their requests in one run. The API wants a new one for each request.
final class UsedReferences: Sendable {
    private let known = Mutex<Set<String>>([])

    /// Returns false if the reference was used before.
    func take(_ reference: String) -> Bool { known.withLock { $0.insert(reference).inserted } }
}
