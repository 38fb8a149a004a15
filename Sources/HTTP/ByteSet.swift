/// A set of bytes, to check quickly whether a string has no other bytes.
package struct ByteSet: Sendable {
    private let isMember: [Bool]

    package init(where isMember: (UInt8) -> Bool) {
        self.isMember = (UInt8.min...UInt8.max).map(isMember)
    }

    /// Whether the byte is in the set.
    package func contains(_ byte: UInt8) -> Bool { isMember[Int(byte)] }

    /// Whether the string has only bytes of the set; true for an empty string.
    package func containsAll(of text: String) -> Bool {
        // On the string's own storage: the iterator of a view takes several times as long.
        text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(contains) } ?? text.utf8.allSatisfy(contains)
    }
}

extension ByteSet {
    /// The bytes allowed in a header's value: no control characters but the tab (RFC 9110, section 5.5).
    package static let headerValue = ByteSet { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }

    /// The bytes allowed in a header's name (RFC 9110, section 5.6.2).
    package static let headerName = ByteSet { isLetterOrDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }

    /// Printable ASCII without the space.
    package static let visible = ByteSet { 0x21...0x7E ~= $0 }

    package static let digits = ByteSet { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }

    /// The bytes allowed in the name of an environment variable.
    package static let variableName = ByteSet { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }

    /// The bytes that need no encoding in any part of a URL (RFC 3986, section 2.3).
    package static let unreserved = ByteSet { isLetterOrDigit($0) || "-._~".utf8.contains($0) }

    /// The bytes that need no encoding in a path, and the percent sign of what is already encoded.
    package static let path = ByteSet { isLetterOrDigit($0) || "-._~/%!$&'()*+,;=:@".utf8.contains($0) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
