/// HMAC-SHA256 (RFC 2104) with one key, which is taken in once, for any number of messages.
///
/// The key itself is not kept. What is kept are two states of SHA-256: the hash of the key's inner block and of its outer block. A message
/// needs only a copy of each.
package struct HMACSHA256: Sendable {
    /// Both states are only ever copied, so all threads can share them.
    private final class Keyed: @unchecked Sendable {
        let inner: DigestState
        let outer: DigestState

        init(_ key: some Collection<UInt8>) {
            let short = key.count > SHA256.blockSize ? SHA256.digest(of: key) : Array(key)
            let block = short + [UInt8](repeating: 0, count: SHA256.blockSize - short.count)
            inner = DigestState(of: block.map { $0 ^ 0x36 })
            outer = DigestState(of: block.map { $0 ^ 0x5C })
        }
    }

    private let keyed: Keyed

    package init(key: some Collection<UInt8>) {
        keyed = Keyed(key)
    }

    /// The 32 bytes that prove a message.
    package func code(for message: some Collection<UInt8>) -> [UInt8] {
        var inner = DigestState(copyOf: keyed.inner)
        inner.add(message)
        var outer = DigestState(copyOf: keyed.outer)
        outer.add(inner.digest())
        return outer.digest()
    }

    /// Whether a code proves a message. The time that it takes does not tell how much of a wrong code is right.
    package func isValid(_ code: some Collection<UInt8>, for message: some Collection<UInt8>) -> Bool {
        isEqualInConstantTime(Array(code), self.code(for: message))
    }
}
