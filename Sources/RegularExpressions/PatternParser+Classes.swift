extension PatternParser {
    /// Parses a class in brackets.
    mutating func parseClass() throws(RegularExpressionError) -> CharacterClass {
        let start = index
        index += 1
        let isNegated = take("^")
        let first = index
        var set = ScalarSet()
        while let scalar = peek(), scalar != "]" || index == first {
            try parseItem(scalar, isFirst: index == first, of: start, into: &set)
        }
        guard take("]") else { throw error("'[' without its ']'", start..<start + 1) }
        return CharacterClass(set, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    private mutating func parseItem(
        _ scalar: Unicode.Scalar, isFirst: Bool, of start: Int, into set: inout ScalarSet
    ) throws(RegularExpressionError) {
        if scalar == "]" {
            throw error(
                "'\(text(start..<index + 1))' lists no characters: for the character ']' write '\\]'",
                start..<index + 1)
        }
        if scalar == "-", dialect == .iRegexp {
            guard isFirst || peek(1) == "]" || peek(1) == nil else {
                throw error(
                    "'-' must be between two characters, or first or last: here write '\\-'", index..<index + 1)
            }
            index += 1
            return set.insert("-"..."-")
        }
        let itemStart = index
        switch try parseMember() {
        case .set(let other): set.formUnion(other)
        case .scalar(let lower):
            guard peek() == "-", let next = peek(1), next != "]" else { return set.insert(lower...lower) }
            index += 1
            let upper = try parseUpperBound(from: itemStart)
            guard lower <= upper else {
                throw error("a range such as '\(text(itemStart..<index))' is backwards", itemStart..<index)
            }
            set.insert(lower...upper)
        case .assertion:
            throw error("'\(text(itemStart..<index))' is a position, not a character", itemStart..<index)
        }
    }

    private mutating func parseUpperBound(from start: Int) throws(RegularExpressionError) -> Unicode.Scalar {
        if dialect == .iRegexp, peek() == "-" {
            throw error("'-' ends no range: write '\\-'", index..<index + 1)
        }
        guard case .scalar(let upper) = try parseMember() else {
            throw error("a range such as '\(text(start..<index))' needs a character at its end", start..<index)
        }
        return upper
    }

    private mutating func parseMember() throws(RegularExpressionError) -> Escape {
        if peek() == "\\" { return try parseEscape() }
        let scalar = scalars[index]
        if scalar == "[" {
            if dialect == .iRegexp { throw error("in a class write '\\[' for '['", index..<index + 1) }
            try rejectPOSIXClass()
        }
        index += 1
        return .scalar(scalar)
    }

    private func rejectPOSIXClass() throws(RegularExpressionError) {
        guard peek(1) == ":" else { return }
        var end = index + 2
        while end < scalars.count, scalars[end].properties.isAlphabetic || scalars[end] == "^" { end += 1 }
        guard end + 1 < scalars.count, scalars[end] == ":", scalars[end + 1] == "]" else { return }
        throw error(
            "the class '\(text(index..<end + 2))' is not supported: write ranges, or categories as in \\p{L}",
            index..<end + 2)
    }
}
