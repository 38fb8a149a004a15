extension String {
    /// The approximate width on a terminal: wide characters take two columns, combining characters take none.
    var displayWidth: Int {
        unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }

    /// The text in lines of at most `width` columns, broken between words if possible.
    func wrapped(to width: Int) -> [String] {
        guard displayWidth > width else { return [self] }
        var lines: [String] = []
        var line = ""
        var columns = 0
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            var word = String(word)
            var length = word.displayWidth
            if columns > 0, columns + 1 + length > width {
                lines.append(line)
                (line, columns) = ("", 0)
            }
            while length > width {
                let start = word.start(ofWidth: width)
                lines.append(start)
                word = String(word.unicodeScalars.dropFirst(start.unicodeScalars.count))
                length = word.displayWidth
            }
            line += columns > 0 ? " \(word)" : word
            columns += columns > 0 ? length + 1 : length
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The longest start that takes at most `width` columns, but at least one character.
    func start(ofWidth width: Int) -> String {
        var start = String.UnicodeScalarView()
        var columns = 0
        for scalar in unicodeScalars {
            columns += scalar.displayWidth
            if columns > width, !start.isEmpty { break }
            start.append(scalar)
        }
        return String(start)
    }

    /// At most `count` characters, followed by an ellipsis if there were more.
    func cut(to count: Int) -> String {
        // By scalars: one character can have millions of combining marks.
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default:
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}
