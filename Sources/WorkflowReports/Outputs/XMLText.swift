import HTTP

/// Text of somebody else in XML 1.0, for the readers of JUnit reports and for the logs that they write.
enum XMLText {
    /// For the content of an element.
    static func content(_ text: String) -> String { escape(text, isAttribute: false) }

    /// For the value of an attribute, in double quotes.
    static func attribute(_ text: String) -> String { escape(text, isAttribute: true) }

    private static func escape(_ text: String, isAttribute: Bool) -> String {
        if plain.containsAll(of: text) { return text }
        let shown = CICommands.neutralize(InvisibleCharacters.replacing(in: text, except: ["\n", "\t"], with: name))
        var result = ""
        result.reserveCapacity(shown.utf8.count)
        for scalar in shown.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where isAttribute: result += "&quot;"
            case "\n" where isAttribute, "\t" where isAttribute: result += "&#\(scalar.value);"
            case "\u{FFFE}", "\u{FFFF}": result += name(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Characters that need no escape and are in no CI command.
    private static let plain = ByteSet { 0x20..<0x7F ~= $0 && !"&<>\"#[:".utf8.contains($0) }

    /// XML 1.0 does not allow most controls even as a reference, and parsers change the carriage return.
    private static func name(_ scalar: Unicode.Scalar) -> String {
        "#x\(String(scalar.value, radix: 16, uppercase: true))"
    }
}
