/// Eight bytes of a text, to look for a few characters in all of them at once. It is public, because other targets inline only
/// what is public.
public struct ByteWord {
    @usableFromInline let bits: UInt64

    @inlinable public init(_ bits: UInt64) {
        self.bits = bits
    }

    /// The eight bytes that start at a place.
    @inlinable public init(_ text: UnsafeBufferPointer<UInt8>, at index: Int) {
        bits =
            UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped)
            .loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
    }

    @inlinable static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The highest bit of each byte that is this one.
    @inlinable public func places(of byte: UInt8) -> UInt64 {
        let rest = bits ^ Self.each(byte)
        return ~((rest & Self.each(0x7F)) &+ Self.each(0x7F) | rest) & Self.each(0x80)
    }

    /// Whether one of the bytes is a control character, but not DEL.
    @inlinable public var hasControl: Bool {
        (bits &- Self.each(0x20)) & ~bits & Self.each(0x80) != 0
    }

    /// Whether one of the bytes is DEL or not ASCII.
    @inlinable public var hasDeleteOrOthers: Bool {
        (bits &+ Self.each(1) | bits) & Self.each(0x80) != 0
    }
}
