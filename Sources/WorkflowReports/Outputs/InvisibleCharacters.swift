import HTTP

/// Characters that nobody sees, but that move a terminal's cursor, reverse the direction of text or hide other text:
/// controls, marks of direction, tags, and what Unicode lets a reader ignore.
enum InvisibleCharacters {
    /// Printable ASCII. Most strings contain nothing else.
    private static let plain = ByteSet { 0x20..<0x7F ~= $0 }

    /// Replaces each of them by what `replacement` returns, except the ones in `kept`.
    static func replacing(
        in text: String, except kept: Set<Unicode.Scalar> = [], with replacement: (Unicode.Scalar) -> String
    ) -> String {
        if plain.containsAll(of: text) { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if !scalar.isInvisible || kept.contains(scalar) || joins(index, in: scalars) {
                result.append(scalar)
            } else {
                // One by one: `append(contentsOf:)` of this view copies all that is there already.
                for part in replacement(scalar).unicodeScalars { result.append(part) }
            }
        }
        return String(result)
    }

    /// The symbol of a control character, or else U+FFFD.
    static func symbol(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }

    /// Whether the character belongs to the one before it, as in Indian scripts and emoji. After a space or an ASCII
    /// character it has no use, but some readers of CI commands ignore it there.
    private static func joins(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0, scalars[index].isJoiner else { return false }
        let previous = scalars[index - 1]
        if previous.isASCII {
            // A keycap emoji: a digit, the variation selector and U+20E3.
            return index + 1 < scalars.count && scalars[index + 1].value == 0x20E3
        }
        return !previous.properties.isWhitespace && (!previous.isInvisible || previous.isJoiner)
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        switch value {
        case 0x20..<0x7F: false
        case 0..<0xA0, 0x2028, 0x2029, 0xFFF9...0xFFFB: true
        // The fillers of Hangul's old letters.
        case 0x115F, 0x1160: false
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    /// Joiners and variation selectors.
    fileprivate var isJoiner: Bool {
        switch value {
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0x180B...0x180D, 0x180F: true
        default: false
        }
    }
}
