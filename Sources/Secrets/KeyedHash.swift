import Cryptography

/// HMAC-SHA256 with a fixed key, for values that must be recognised again but not read.
package struct KeyedHash: Sendable {
    private let hmac: HMACSHA256

    package init(key: String) { hmac = HMACSHA256(key: key.utf8) }

    /// The first 16 bytes of the hash, as 32 hexadecimal digits.
    package func text(of value: String) -> String { hmac.code(for: value.utf8).prefix(16).hexadecimal }
}
