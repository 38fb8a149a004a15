/// A set of bytes, to tell quickly whether a text has only those.
package struct ByteSet: Sendable {
    private let isMember: [Bool]

    package init(where isMember: (UInt8) -> Bool) {
        self.isMember = (UInt8.min...UInt8.max).map(isMember)
    }

    /// True for a byte of the set.
    package func contains(_ byte: UInt8) -> Bool { isMember[Int(byte)] }

    /// True for a text of such bytes alone, and for an empty one.
    package func containsAll(of text: String) -> Bool {
        // On the text's own storage: a view's iterator costs several times as much.
        text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(contains) } ?? text.utf8.allSatisfy(contains)
    }
}

extension ByteSet {
    /// What a header's value may have: no control character but the tab (RFC 9110, section 5.5).
    package static let headerValue = ByteSet { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }

    /// What a header's name may have (RFC 9110, section 5.6.2).
    package static let headerName = ByteSet { isLetterOrDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }

    /// Printable ASCII without the space.
    package static let visible = ByteSet { 0x21...0x7E ~= $0 }

    package static let digits = ByteSet { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }

    /// What the name of an environment variable may have.
    package static let variableName = ByteSet { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }

    /// What stands for itself in every part of a URL (RFC 3986, section 2.3).
    package static let unreserved = ByteSet { isLetterOrDigit($0) || "-._~".utf8.contains($0) }

    /// What stands for itself in a path, with the percent sign of what is encoded already.
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
