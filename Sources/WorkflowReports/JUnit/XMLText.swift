import HTTP

/// Escapes text for XML 1.0.
enum XMLText {
    /// For the content of an element.
    static func content(_ text: String) -> String { escape(text, isAttribute: false) }

    /// For the value of an attribute, in double quotes.
    static func attribute(_ text: String) -> String { escape(text, isAttribute: true) }

    private static func escape(_ text: String, isAttribute: Bool) -> String {
        if plain.containsAll(of: text) { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where isAttribute: result += "&quot;"
            case "\n" where isAttribute, "\t" where isAttribute: result += "&#\(scalar.value);"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where isForbidden(scalar): result += "#x\(String(scalar.value, radix: 16, uppercase: true))"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Characters that never need an escape.
    private static let plain = ByteSet { 0x20..<0x7F ~= $0 && !"&<>\"".utf8.contains($0) }

    /// Characters that XML 1.0 does not allow even as a reference, and the carriage return, which parsers would change.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
