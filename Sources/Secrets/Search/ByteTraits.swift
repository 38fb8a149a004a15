/// What a byte is to the search: a table, so that the filter looks at each byte only once.
enum ByteTraits {
    /// The byte as it is compared: in lower case, and a space for a plus sign, which stands for a space in forms.
    static let folded: UInt32 = 0xFF
    static let base64Shift: UInt32 = 8
    static let base64Value: UInt32 = 0x3F00
    static let isBase64: UInt32 = 1 << 14
    static let isHexadecimal: UInt32 = 1 << 15
    static let isAlphanumeric: UInt32 = 1 << 16
    /// Whether the text has to be read in another way too: an escape, or a character outside ASCII that may be invisible.
    static let needsReading: UInt32 = 1 << 17
    /// Whether the byte is left out when texts are compared: a line break or another control character.
    static let isIgnored: UInt32 = 1 << 18
    static let isSpace: UInt32 = 1 << 19
    /// Whether the byte ends a value that is not in quotes, or the host of a URL.
    static let endsScalar: UInt32 = 1 << 20
    static let endsAuthority: UInt32 = 1 << 21
    /// Whether the byte may be between the words of a sentence with an OTP.
    static let separatesWords: UInt32 = 1 << 22

    static let table: [UInt32] = (UInt8.min...UInt8.max).map(traits)

    private static func traits(of byte: UInt8) -> UInt32 {
        var traits = UInt32(fold(byte))
        if let value = base64Digit(byte) { traits |= UInt32(value) << base64Shift | isBase64 }
        if hexadecimalDigit(byte) != nil { traits |= isHexadecimal }
        if isLetterOrDigit(byte) { traits |= isAlphanumeric }
        if byte < 0x20 || byte == 0x7F { traits |= isIgnored | isSpace }
        if byte == UInt8(ascii: " ") { traits |= isSpace }
        if " ,;&}])\\\"'\n\r\t<".utf8.contains(byte) { traits |= endsScalar }
        if " /?#\"'<>\\\n\r\t,|".utf8.contains(byte) { traits |= endsAuthority }
        if " :=#-.*,()[]<>\"'`|/;!_\n\r\t\\".utf8.contains(byte) { traits |= separatesWords }
        switch byte {
        // The first bytes of soft hyphens, invisible characters and full-width letters.
        case UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "&"), 0xC2, 0xE2, 0xE3, 0xEF: traits |= needsReading
        default: break
        }
        return traits
    }

    static func fold(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "+"): UInt8(ascii: " ")
        default: byte
        }
    }

    /// In the alphabets of RFC 4648, sections 4 and 5.
    static func base64Digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    static func isPrintable(_ byte: UInt8) -> Bool { 0x20..<0x7F ~= byte }
}
