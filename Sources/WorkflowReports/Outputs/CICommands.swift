import JSON

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
        text.utf8.withContiguousStorageIfAvailable(scan) ?? (true, false)
    }

    /// The same for bytes: eight at a time, because it is asked of every line of a journal.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> (mayHold: Bool, isASCII: Bool) {
        var (mayHold, isASCII) = (false, true)
        var index = 0
        while index + 8 <= bytes.count {
            let word = ByteWord(bytes, at: index)
            if word.hasDeleteOrOthers { isASCII = false }
            // JSON has many colons after quotes, and they are in no command.
            let colons = word.places(of: UInt8(ascii: ":")) & ~(word.places(of: UInt8(ascii: "\"")) << 8)
            let marks = colons | word.places(of: UInt8(ascii: "#")) | word.places(of: UInt8(ascii: "A"))
            if marks != 0, (index..<(index + 8)).contains(where: { isOfCommand($0, bytes) }) { mayHold = true }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] >= 0x7F { isASCII = false }
            if isOfCommand(index, bytes) { mayHold = true }
            index += 1
        }
        return (mayHold, isASCII)
    }

    /// Whether the byte at a place may belong to a command.
    private static func isOfCommand(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let byte = bytes[index]
        let previous = index > 0 ? bytes[index - 1] : 0
        switch byte {
        case UInt8(ascii: "#"): return previous == byte
        // JSON has many lists of lists.
        case UInt8(ascii: "A"): return previous == UInt8(ascii: "[") && index > 1 && bytes[index - 2] == previous
        case UInt8(ascii: ":"):
            return previous == byte || previous == UInt8(ascii: "t") || previous == UInt8(ascii: "d")
        default: return false
        }
    }

    /// The first version put a zero-width space into commands, also in names in journals and reports.
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
