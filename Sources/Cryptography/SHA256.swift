/// SHA-256 (FIPS 180-4) of bytes, which can come piece by piece.
package struct SHA256: Sendable {
    package static let digestSize = 32
    /// How many bytes it takes in at once. HMAC depends on it.
    static let blockSize = 64

    /// Holds a state that copies of the value share until one of them adds bytes.
    ///
    /// A shared state is only read, so the class can cross threads.
    private final class Storage: @unchecked Sendable {
        var state: DigestState

        init(_ state: consuming DigestState) { self.state = state }
    }

    private var storage = Storage(DigestState())

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(DigestState(copyOf: storage.state)) }
        storage.state.add(bytes)
    }

    /// Of everything that was added so far. More can be added afterwards.
    package var digest: [UInt8] { DigestState(copyOf: storage.state).digest() }

    /// The digest of bytes in memory.
    package static func digest(of bytes: some Collection<UInt8>) -> [UInt8] {
        var state = DigestState()
        state.add(bytes)
        return state.digest()
    }
}
