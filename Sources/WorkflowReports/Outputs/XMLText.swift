import JSON

/// Text of somebody else in XML 1.0, for the readers of JUnit reports and for the logs that they write.
enum XMLText {
    /// For the content of an element.
    static func content(_ text: String) -> String { escaped(text, isAttribute: false) }

    /// For the value of an attribute, in double quotes.
    static func attribute(_ text: String) -> String { escaped(text, isAttribute: true) }

    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        var result = TextBuffer(capacity: text.utf8.count)
        append(text, isAttribute: isAttribute, to: &result)
        return result.string
    }

    /// Appends the text as a value or as content.
    static func append(_ text: String, isAttribute: Bool, to result: inout TextBuffer) {
        var shown = text
        let isAppended = shown.withUTF8 { bytes in
            let need = need(of: bytes)
            if need == 0 { result.append(bytes) }
            return need == 0
        }
        guard !isAppended else { return }
        shown = CICommands.neutralize(InvisibleCharacters.replacing(in: shown, except: ["\n", "\t"], with: name))
        shown = withoutNoncharacters(shown)
        shown.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "&"): result.append("&amp;")
                case UInt8(ascii: "<"): result.append("&lt;")
                case UInt8(ascii: ">"): result.append("&gt;")
                case UInt8(ascii: "\"") where isAttribute: result.append("&quot;")
                case UInt8(ascii: "\n") where isAttribute: result.append("&#10;")
                case UInt8(ascii: "\t") where isAttribute: result.append("&#9;")
                default: result.append(byte)
                }
            }
        }
    }

    /// 0 if the text is copied as it is: printable ASCII without a character to escape, and without a CI command.
    private static func need(of text: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let need = needs.withUnsafeBufferPointer { needs in
            var need: UInt8 = 0
            for byte in text { need |= needs[Int(byte)] }
            return need
        }
        return need == mayBeCommand && !CICommands.scan(text).mayHold ? 0 : need
    }

    private static let mayBeCommand: UInt8 = 1
    private static let isChanged: UInt8 = 2

    /// What each byte needs.
    private static let needs: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        if !(0x20..<0x7F ~= byte) || "&<>\"".utf8.contains(byte) { return isChanged }
        return "#[:".utf8.contains(byte) ? mayBeCommand : 0
    }

    /// XML 1.0 does not allow them.
    private static func withoutNoncharacters(_ text: String) -> String {
        guard text.utf8.contains(0xEF) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "\u{FFFE}" || scalar == "\u{FFFF}" {
                result += name(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    /// XML 1.0 does not allow most controls even as a reference, and parsers change the carriage return.
    private static func name(_ scalar: Unicode.Scalar) -> String {
        "#x\(String(scalar.value, radix: 16, uppercase: true))"
    }
}
