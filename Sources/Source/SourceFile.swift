import Synchronization

/// One input file: its name, and its text as UTF-8 without a byte order mark.
package final class SourceFile: Sendable {
    /// What it is called in every output: its path below the root of its workspace.
    package let path: String
    /// Its path as seen from the current folder, to open it and the files beside it.
    package let location: String
    package let text: [UInt8]
    private let hasNumberSigns: Bool
    private let lastLine = Mutex<(number: Int, scalars: [Unicode.Scalar])?>(nil)
    private let lastSign = Mutex<(line: Int, isThere: Bool)?>(nil)
    private let foundLines = Mutex<[Range<Int>]?>(nil)

    /// Without a location, the path leads to the file.
    package init(path: String, location: String? = nil, text: [UInt8]) {
        self.path = path
        self.location = location ?? path
        self.text = text
        hasNumberSigns = text.contains(UInt8(ascii: "#"))
    }

    package convenience init(path: String, location: String? = nil, text: String) {
        self.init(path: path, location: location, text: Array(text.utf8))
    }

    /// The text of a line, without its line break. Lines count from 1; a line past the end is empty.
    package func line(_ number: Int) -> String {
        String(decoding: bytes(ofLine: number), as: UTF8.self)
    }

    /// The Unicode scalars of a line. The last line is cached, because a file can be one long line.
    package func scalars(ofLine number: Int) -> [Unicode.Scalar] {
        lastLine.withLock { last in
            if let last, last.number == number { return last.scalars }
            let scalars = decoded(line: number)
            last = (number, scalars)
            return scalars
        }
    }

    private func decoded(line number: Int) -> [Unicode.Scalar] {
        let bytes = bytes(ofLine: number)
        // Most lines are ASCII, of which each byte is a scalar.
        return bytes.allSatisfy { $0 < 0x80 }
            ? bytes.map { Unicode.Scalar($0) } : Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }

    private func bytes(ofLine number: Int) -> ArraySlice<UInt8> {
        let lines = lines()
        return lines.indices.contains(number - 1) ? text[lines[number - 1]] : []
    }

    /// Whether a line can have a comment. The last answer is cached, because a file can be one long line.
    package func hasNumberSign(inLine number: Int) -> Bool {
        guard hasNumberSigns else { return false }
        return lastSign.withLock { last in
            if let last, last.line == number { return last.isThere }
            let isThere = bytes(ofLine: number).contains(UInt8(ascii: "#"))
            last = (number, isThere)
            return isThere
        }
    }

    /// The position of a byte offset, for errors that have only an offset.
    package func position(atOffset offset: Int) -> SourcePosition {
        let lines = lines()
        var low = 0
        var high = lines.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lines[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
        }
        let start = lines[low].lowerBound
        let column = String(decoding: text[start..<min(offset, text.count)], as: UTF8.self).unicodeScalars.count + 1
        return SourcePosition(line: low + 1, column: column)
    }

    /// The ranges of the lines, without their line breaks. Found on first use, because most files never need them.
    private func lines() -> [Range<Int>] {
        foundLines.withLock { found in
            if let found { return found }
            var lines: [Range<Int>] = []
            var start = 0
            while let lineBreak = nextLineBreak(from: start) {
                lines.append(start..<lineBreak.lowerBound)
                start = lineBreak.upperBound
            }
            lines.append(start..<text.count)
            found = lines
            return lines
        }
    }

    /// Line breaks are counted as libyaml counts them: LF, CR, CR LF, NEL (U+0085), LS and PS (U+2028, U+2029).
    private func nextLineBreak(from start: Int) -> Range<Int>? {
        var index = start
        while index < text.count {
            if let lineBreak = lineBreak(at: index) { return lineBreak }
            index += 1
        }
        return nil
    }

    /// The line break that starts at a byte.
    package func lineBreak(at index: Int) -> Range<Int>? {
        switch text[index] {
        case 0x0A: index..<index + 1
        case 0x0D: index..<index + (byte(at: index + 1) == 0x0A ? 2 : 1)
        case 0xC2 where byte(at: index + 1) == 0x85: index..<index + 2
        case 0xE2 where byte(at: index + 1) == 0x80 && (byte(at: index + 2) == 0xA8 || byte(at: index + 2) == 0xA9):
            index..<index + 3
        default: nil
        }
    }

    private func byte(at index: Int) -> UInt8? {
        index < text.count ? text[index] : nil
    }
}
