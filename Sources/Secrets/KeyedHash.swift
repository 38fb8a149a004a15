import Crypto
import FoundationEssentials

/// HMAC-SHA256 with a fixed key, for values that must be recognised again but not read.
package struct KeyedHash: Sendable {
    private let keyed: HMAC<SHA256>

    package init(key: String) {
        keyed = HMAC(key: SymmetricKey(data: Data(key.utf8)))
    }

    /// The first 16 bytes of the hash, as 32 hexadecimal digits.
    package func text(of value: String) -> String {
        var hmac = keyed
        hmac.update(data: Array(value.utf8))
        let digits = Array("0123456789abcdef".utf8)
        return hmac.finalize().withUnsafeBytes { bytes in
            String(unsafeUninitializedCapacity: 32) { text in
                for index in 0..<16 {
                    text[2 * index] = digits[Int(bytes[index] >> 4)]
                    text[2 * index + 1] = digits[Int(bytes[index] & 15)]
                }
                return 32
            }
        }
    }
}
