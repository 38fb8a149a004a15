extension TextBuffer {
    /// Appends a JSON string.
    mutating func appendQuoted(_ text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            if Self.needsEscape(text) { appendEscaped(text) } else { append(text) }
        }
        append(UInt8(ascii: "\""))
    }

    /// Whether JSON does not allow one of the characters in a string as it is.
    private static func needsEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index + 8 <= text.count {
            let word = ByteWord(text, at: index)
            if word.hasControl || word.places(of: UInt8(ascii: "\"")) | word.places(of: UInt8(ascii: "\\")) != 0 {
                return true
            }
            index += 8
        }
        while index < text.count {
            let byte = text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
            index += 1
        }
        return false
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\r"): append("\\r")
            case UInt8(ascii: "\t"): append("\\t")
            case 0..<0x20:
                append(byte < 0x10 ? "\\u000" : "\\u001")
                let digit = byte & 0x0F
                append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            default: append(byte)
            }
        }
    }
}
