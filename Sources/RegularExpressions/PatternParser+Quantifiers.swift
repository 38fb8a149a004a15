extension PatternParser {
    /// Nil, with nothing read, if there is no quantifier.
    mutating func parseQuantifier() throws(RegularExpressionError) -> Quantifier? {
        if take("*") { return Quantifier(minimum: 0, maximum: nil) }
        if take("+") { return Quantifier(minimum: 1, maximum: nil) }
        if take("?") { return Quantifier(minimum: 0, maximum: 1) }
        return try parseCounts()
    }

    private mutating func parseCounts() throws(RegularExpressionError) -> Quantifier? {
        let start = index
        guard take("{") else { return nil }
        guard let minimum = parseCount() else { return try noCounts(from: start) }
        var maximum: Int? = minimum
        if take(",") { maximum = parseCount() }
        guard take("}") else { return try noCounts(from: start) }
        if let maximum, maximum < minimum {
            throw error("'\(text(start..<index))' is backwards: write the smaller number first", start..<index)
        }
        return Quantifier(minimum: minimum, maximum: maximum)
    }

    private mutating func noCounts(from start: Int) throws(RegularExpressionError) -> Quantifier? {
        if dialect == .iRegexp {
            throw error("'{' starts no repetition such as {2}, {2,} or {2,5}: write '\\{'", start..<start + 1)
        }
        index = start
        return nil
    }

    /// Parses a number. A number beyond any program's size counts as a million.
    private mutating func parseCount() -> Int? {
        var value: Int?
        while let scalar = peek(), "0"..."9" ~= scalar {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), 1_000_000)
            index += 1
        }
        return value
    }
}
