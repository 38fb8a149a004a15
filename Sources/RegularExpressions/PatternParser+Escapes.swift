extension PatternParser {
    /// What an escape stands for.
    enum Escape {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case assertion(Assertion)
    }

    mutating func parseEscape() throws(RegularExpressionError) -> Escape {
        let start = index
        index += 1
        guard let scalar = peek() else { throw error("a '\\' at the end escapes nothing", start..<index) }
        index += 1
        switch scalar {
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "p", "P": return .set(try parseCategory(isNegated: scalar == "P", from: start))
        default: break
        }
        switch dialect {
        case .iRegexp: return try iRegexpEscape(scalar, from: start)
        case .extended: return try parseExtendedEscape(scalar, from: start)
        }
    }

    private func iRegexpEscape(_ scalar: Unicode.Scalar, from start: Int) throws(RegularExpressionError) -> Escape {
        switch scalar {
        case "("..."+", "-", ".", "?", "["..."^", "{"..."}": return .scalar(scalar)
        case "d": throw error("I-Regexp does not have '\\d': write [0-9]", start..<index)
        case "w": throw error("I-Regexp does not have '\\w': write [A-Za-z0-9_]", start..<index)
        case "s": throw error("I-Regexp does not have '\\s': write [ \\t\\n\\r]", start..<index)
        default: throw error("I-Regexp does not have the escape '\\\(scalar)'", start..<index)
        }
    }

    private mutating func parseExtendedEscape(
        _ scalar: Unicode.Scalar, from start: Int
    ) throws(RegularExpressionError) -> Escape {
        switch scalar {
        case "f": return .scalar("\u{C}")
        case "v": return .scalar("\u{B}")
        case "d": return .set(.digits)
        case "D": return .set(ScalarSet.digits.complementOfRanges)
        case "w": return .set(.wordCharacters)
        case "W": return .set(ScalarSet.wordCharacters.complementOfRanges)
        case "s": return .set(.whiteSpace)
        case "S": return .set(ScalarSet.whiteSpace.complementOfRanges)
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.noWordBoundary)
        case "c": return .scalar(try parseControlLetter(from: start))
        case "x": return .scalar(try parseCodePoint(digits: 2, from: start))
        case "u": return .scalar(try parseCodePoint(digits: 4, from: start))
        case "0":
            if let next = peek(), "0"..."9" ~= next {
                throw error("octal escapes are not supported: write \\xHH", start..<index)
            }
            return .scalar("\0")
        case "1"..."9", "k", "g":
            throw error("the back reference '\(text(start..<index))' is not supported", start..<index)
        case "Z": throw error("unknown escape '\\Z': for the end of the string write \\z or $", start..<index)
        default:
            guard scalar.isASCII, scalar.value >= 0x20, scalar.value < 0x7F, !scalar.properties.isAlphabetic else {
                throw error("unknown escape '\\\(scalar)'", start..<index)
            }
            return .scalar(scalar)
        }
    }

    private mutating func parseCategory(
        isNegated: Bool, from start: Int
    ) throws(RegularExpressionError) -> ScalarSet {
        guard take("{") else {
            throw error("after '\(text(start..<index))' a category in braces is missing, as in \\p{L}", start..<index)
        }
        let name = index
        while let scalar = peek(), scalar != "}" { index += 1 }
        guard let categories = categories(text(name..<index)), take("}") else {
            throw error(
                "unknown category '\(text(name..<min(index, name + 20)))': write one of Unicode's general categories, "
                    + "as in \\p{L} or \\p{Nd}", start..<min(index + 1, scalars.count))
        }
        return ScalarSet(categories: isNegated ? GeneralCategory.complement(of: categories) : categories)
    }

    private func categories(_ name: String) -> Set<Unicode.GeneralCategory>? {
        switch dialect {
        case .iRegexp: GeneralCategory.named(name)
        case .extended: GeneralCategory.named(inExtendedDialect: name)
        }
    }

    /// Parses the letter of `\cX`, which is the control character of that letter.
    private mutating func parseControlLetter(from start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
        guard let letter = peek(), letter.isASCII, letter.properties.isAlphabetic else {
            throw error("after '\\c' the letter of a control character is missing, as in \\cJ", start..<index)
        }
        index += 1
        return Unicode.Scalar(UInt8(letter.value) & 0x1F)
    }

    /// Parses the digits of `\xHH` or `\uHHHH`, or of either with braces.
    private mutating func parseCodePoint(
        digits: Int, from start: Int
    ) throws(RegularExpressionError) -> Unicode.Scalar {
        let isBraced = take("{")
        let first = index
        var value: UInt32 = 0
        while let scalar = peek(), scalar.isASCII, let digit = Character(scalar).hexDigitValue,
            index - first < (isBraced ? 6 : digits)
        {
            value = value << 4 | UInt32(digit)
            index += 1
        }
        let count = index - first
        guard isBraced ? count > 0 && take("}") : count == digits else {
            throw error(
                "'\(text(start..<index))' lacks hexadecimal digits: write \\xHH, \\uHHHH or \\u{H…}", start..<index)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw error(
                "'\(text(start..<index))' is not a character: write \\u{H…} with a whole code point",
                start..<index)
        }
        return scalar
    }
}
