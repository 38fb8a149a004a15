import Cryptography

/// The SHA-256 checksum of bytes, which can come piece by piece.
package struct Checksum: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.add(bytes) }

    /// In 64 hexadecimal digits, lower case.
    package var text: String { hash.digest.hexadecimal }

    /// The checksum of bytes in memory.
    package static func text(of bytes: [UInt8]) -> String { SHA256.digest(of: bytes).hexadecimal }
}
