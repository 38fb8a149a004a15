import Crypto

/// The SHA-256 checksum of bytes, which can come piece by piece.
package struct Checksum: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// In 64 hexadecimal digits, lower case.
    package var text: String {
        hash.finalize().reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            text += digits.utf8.count == 1 ? "0\(digits)" : digits
        }
    }

    /// The checksum of bytes in memory.
    package static func text(of bytes: [UInt8]) -> String {
        var checksum = Checksum()
        bytes.withUnsafeBytes { checksum.add($0) }
        return checksum.text
    }
}
