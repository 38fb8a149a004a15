/// CI systems execute some strings in a log or a report. Nobody else's text may give them commands.
enum CICommands {
    /// It is visible and not white space, because readers skip white space and some ignore what is invisible.
    static let separator = "·"

    /// Puts the separator into each command.
    static func neutralize(_ text: String, with separator: String = separator) -> String {
        guard mayHold(text) else { return text }
        let scalars = Array(text.unicodeScalars)
        let places = places(in: scalars)
        guard !places.isEmpty else { return text }
        var result: [Unicode.Scalar] = []
        var start = 0
        for place in places {
            result += scalars[start..<place] + Array(separator.unicodeScalars)
            start = place
        }
        return String(String.UnicodeScalarView(result + scalars[start...]))
    }

    /// The indexes of the characters without which no command is left.
    static func places(in scalars: [Unicode.Scalar]) -> [Int] {
        var places: [Int] = []
        var isLineStart = true
        for (index, scalar) in scalars.enumerated() {
            let rest = scalars[index...]
            switch scalar {
            case "#" where isHashCommand(rest): places.append(index + 1)
            case "[" where rest.starts(with: attachment): places.append(index + 1)
            case ":" where isLineStart && rest.starts(with: "::".unicodeScalars): places.append(index)
            case ":" where isSection(scalars, colon: index): places.append(index)
            default: break
            }
            isLineStart = scalar.breaksLine || isLineStart && scalar.isSkippedAtLineStart
        }
        return places
    }

    /// A fast check. False for most strings.
    static func mayHold(_ text: String) -> Bool { scan(text).mayHold }

    /// Whether the text may hold a command, and whether it is ASCII without DEL, in one pass.
    static func scan(_ text: String) -> (mayHold: Bool, isASCII: Bool) {
        func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (mayHold: Bool, isASCII: Bool) {
            var (mayHold, isASCII) = (false, true)
            roles.withUnsafeBufferPointer { roles in
                for index in bytes.indices where roles[Int(bytes[index])] != 0 {
                    let byte = bytes[index]
                    if byte >= 0x7F { isASCII = false } else if isOfCommand(byte, index, bytes) { mayHold = true }
                }
            }
            return (mayHold, isASCII)
        }
        return text.utf8.withContiguousStorageIfAvailable(scan) ?? (true, false)
    }

    /// Not 0 for a byte that may belong to a command, or is not ASCII.
    private static let roles: [UInt8] = (UInt8.min...UInt8.max).map { $0 >= 0x7F || "#A:".utf8.contains($0) ? 1 : 0 }

    private static func isOfCommand(_ byte: UInt8, _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let previous = index > 0 ? bytes[index - 1] : 0
        switch byte {
        case UInt8(ascii: "#"): return previous == byte
        // JSON has many lists of lists.
        case UInt8(ascii: "A"): return previous == UInt8(ascii: "[") && index > 1 && bytes[index - 2] == previous
        default: return previous == byte || previous == UInt8(ascii: "t") || previous == UInt8(ascii: "d")
        }
    }

    /// Versions up to 0.1.0 put a zero-width space into commands, also in names in journals and reports.
    static func withoutEarlierSeparators(_ text: String) -> String {
        text.utf8.contains(0xE2) ? text.replacing("\u{200B}", with: "") : text
    }

    /// Of GitLab and Jenkins, anywhere in a report.
    private static let attachment = Array("[[ATTACHMENT|".unicodeScalars)

    /// `##[…` of GitHub and Azure, `##vso[` of Azure and `##teamcity[`, anywhere in a line and in any case.
    private static func isHashCommand(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        let rest = text.dropFirst()
        guard rest.first == "#" else { return false }
        return rest.dropFirst().first { !($0.isASCII && $0.properties.isAlphabetic) } == "["
    }

    /// `section_start:` and `section_end:` of GitLab, anywhere in a line and before a number.
    private static func isSection(_ scalars: [Unicode.Scalar], colon: Int) -> Bool {
        guard colon + 1 < scalars.count, "0"..."9" ~= scalars[colon + 1] else { return false }
        let before = scalars[..<colon]
        return ["section_start", "section_end"].contains { before.suffix($0.count).elementsEqual($0.unicodeScalars) }
    }
}

extension Unicode.Scalar {
    /// The line breaks of .NET, in which the runners of GitHub and Azure are written, and of Unicode.
    fileprivate var breaksLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// GitHub's runner removes white space before it looks for `::`, and a terminal shows no controls.
    fileprivate var isSkippedAtLineStart: Bool {
        value < 0x20 || properties.isWhitespace || properties.isDefaultIgnorableCodePoint
    }
}
