/// One input file: its path as the user wrote it, and its text as UTF-8 without a byte order mark.
package final class SourceFile: Sendable {
    package let path: String
    package let text: [UInt8]

    package init(path: String, text: [UInt8]) {
        self.path = path
        self.text = text
    }

    package convenience init(path: String, text: String) {
        self.init(path: path, text: Array(text.utf8))
    }

    /// The text of a line, without its line break. Lines count from 1; a line past the end is empty.
    package func line(_ number: Int) -> String {
        var current = 1
        var start = 0
        while current < number {
            guard let lineBreak = nextLineBreak(from: start) else { return "" }
            start = lineBreak.upperBound
            current += 1
        }
        let end = nextLineBreak(from: start)?.lowerBound ?? text.count
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    /// The position of a byte offset, for errors that are known by offset only.
    package func position(atOffset offset: Int) -> SourcePosition {
        var line = 1
        var start = 0
        while let lineBreak = nextLineBreak(from: start), lineBreak.upperBound <= offset {
            start = lineBreak.upperBound
            line += 1
        }
        let column = String(decoding: text[start..<min(offset, text.count)], as: UTF8.self).unicodeScalars.count + 1
        return SourcePosition(line: line, column: column)
    }

    /// Line breaks as libyaml counts them: LF, CR, CR LF, NEL (U+0085), LS and PS (U+2028, U+2029).
    private func nextLineBreak(from start: Int) -> Range<Int>? {
        var index = start
        while index < text.count {
            switch text[index] {
            case 0x0A: return index..<index + 1
            case 0x0D: return index..<index + (byte(at: index + 1) == 0x0A ? 2 : 1)
            case 0xC2 where byte(at: index + 1) == 0x85: return index..<index + 2
            case 0xE2 where byte(at: index + 1) == 0x80 && (byte(at: index + 2) == 0xA8 || byte(at: index + 2) == 0xA9):
                return index..<index + 3
            default: index += 1
            }
        }
        return nil
    }

    private func byte(at index: Int) -> UInt8? {
        index < text.count ? text[index] : nil
    }
}
