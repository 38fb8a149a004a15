extension PatternParser {
    /// Whether what follows `(` names a group.
    var isNamedGroup: Bool {
        ["?<", "?P<", "?'"].contains { scalars[index...].starts(with: $0.unicodeScalars) }
            && !["?<=", "?<!"].contains { scalars[index...].starts(with: $0.unicodeScalars) }
    }

    /// Parses what follows `(` in the extended dialect. A group's name is read and ignored.
    mutating func parseGroupKind(from start: Int) throws(RegularExpressionError) {
        guard peek() == "?" else { return }
        if take("?:") { return }
        for kind in PatternParser.unsupportedGroups where take(kind.opening) {
            throw error("\(kind.name) '(\(kind.opening)' is not supported\(kind.advice)", start..<index)
        }
        for (opening, closing) in [("?<", ">"), ("?P<", ">"), ("?'", "'")] where take(opening) {
            return try parseGroupName(until: closing, from: start)
        }
        index += 1
        while let scalar = peek(), scalar.isASCII, scalar.properties.isAlphabetic || scalar == "-" { index += 1 }
        let written = text(start..<index)
        if index - start > 2 {
            throw error(
                "the flags '\(written)' are not supported: only '(?i)' is, at the very start", start..<index)
        }
        throw error("unknown kind of group '\(written)': for a plain group write '(?:'", start..<index)
    }

    private mutating func parseGroupName(until closing: String, from start: Int) throws(RegularExpressionError) {
        let name = index
        while let scalar = peek(), scalar.properties.isAlphabetic || scalar == "_" || "0"..."9" ~= scalar {
            index += 1
        }
        guard index > name, take(closing) else {
            throw error(
                "the name of a group has letters, digits and '_', and '\(closing)' after it", start..<index)
        }
    }

    private static let unsupportedGroups: [(opening: String, name: String, advice: String)] = [
        ("?=", "look-ahead", ": check the parts of the text with a pattern each"),
        ("?!", "negative look-ahead", ": check with a pattern of its own that the text does not match"),
        ("?<=", "look-behind", ": check the parts of the text with a pattern each"),
        ("?<!", "negative look-behind", ": check with a pattern of its own that the text does not match"),
        ("?>", "an atomic group", ": write '(?:'"),
        ("?|", "a branch reset", ": write '(?:'"),
        ("?(", "a condition", ": write the two cases with '|'"),
        ("?#", "a comment", ": leave it out"),
        ("?P=", "a back reference", ""),
        ("?P>", "a recursion", ""),
        ("?R", "a recursion", ""),
        ("?&", "a recursion", ""),
    ]
}
