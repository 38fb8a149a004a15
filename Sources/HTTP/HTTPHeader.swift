/// A header field. Names are case-insensitive.
package struct HTTPHeader: Sendable, Equatable {
    package let name: String
    package let value: String
    /// Whether the value is a key or a signature, which must not reach any output.
    package let isSecret: Bool

    package init(_ name: String, _ value: String, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }

    /// Whether it has this name, whatever the case of its letters. Names are ASCII: RFC 9110, section 5.1.
    package func isNamed(_ other: String) -> Bool {
        guard name.utf8.count == other.utf8.count else { return false }
        return zip(name.utf8, other.utf8).allSatisfy { Self.lowercased($0) == Self.lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
