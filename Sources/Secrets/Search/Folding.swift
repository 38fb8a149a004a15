/// A text as it is compared: in lower case, without invisible characters and line breaks, and in the narrow form of wide characters.
struct Folding {
    private(set) var bytes: [UInt8] = []
    /// The index in the reading of the first and the last byte of each character.
    private(set) var first: [Int32] = []
    private(set) var last: [Int32] = []

    static func fold(_ secret: Secret) -> [UInt8] {
        let bytes = Array(secret.text.utf8)
        if bytes.allSatisfy(ByteTraits.isPrintable) { return bytes.map(ByteTraits.fold) }
        return Folding(bytes).bytes
    }

    init(_ text: [UInt8]) {
        bytes.reserveCapacity(text.count)
        first.reserveCapacity(text.count)
        last.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                if byte >= 0x20 && byte != 0x7F { append(ByteTraits.fold(byte), index, 1) }
                index += 1
                continue
            }
            let length = Self.length(from: byte, at: index, in: text)
            switch Self.meaning(of: text[index..<(index + length)]) {
            case .invisible: break
            case .same(let other): append(other, index, length)
            case .itself: for place in 0..<length { append(text[index + place], index + place, 1) }
            }
            index += length
        }
    }

    private mutating func append(_ byte: UInt8, _ index: Int, _ length: Int) {
        bytes.append(byte)
        first.append(Int32(truncatingIfNeeded: index))
        last.append(Int32(truncatingIfNeeded: index + length - 1))
    }

    /// The bytes of the character that starts here; 1 if it is cut off, or is not UTF-8.
    private static func length(from byte: UInt8, at index: Int, in text: [UInt8]) -> Int {
        let length = byte >= 0xF8 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
        guard index + length <= text.count else { return 1 }
        return text[(index + 1)..<(index + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : 1
    }

    private enum Meaning {
        case itself
        case invisible
        /// It stands for a character of ASCII.
        case same(UInt8)
    }

    private static func meaning(of bytes: ArraySlice<UInt8>) -> Meaning {
        guard bytes.count == 2 || bytes.count == 3 else { return .itself }
        let mask: UInt32 = bytes.count == 2 ? 0x1F : 0x0F
        let value = bytes.dropFirst().reduce(UInt32(bytes[bytes.startIndex]) & mask) { $0 << 6 | UInt32($1) & 0x3F }
        switch value {
        // Soft hyphen, zero-width characters, marks of direction, byte order mark.
        case 0x80..<0xA0, 0xAD, 0x034F, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
            return .invisible
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .same(UInt8(ascii: " "))
        case 0x2010...0x2015, 0x2212: return .same(UInt8(ascii: "-"))
        case 0xFF01...0xFF5E: return .same(ByteTraits.fold(UInt8(value - 0xFF01 + 0x21)))
        default: return .itself
        }
    }
}
