/// A parsed pattern, and its place in the text.
struct Pattern {
    let root: PatternNode
    let range: Range<Int>
}

/// Parses the pattern of either dialect: branches, pieces and quantifiers.
struct PatternParser {
    static let maximumDepth = 100

    let dialect: RegularExpression.Dialect
    let scalars: [Unicode.Scalar]
    var index = 0
    private var depth = 0
    private(set) var classes: [CharacterClass] = []
    private(set) var ignoresCase = false
    private(set) var hasGroup = false

    init(_ text: String, dialect: RegularExpression.Dialect) {
        self.dialect = dialect
        scalars = Array(text.unicodeScalars)
    }

    mutating func parsePattern() throws(RegularExpressionError) -> Pattern {
        if dialect == .extended { ignoresCase = take("(?i)") }
        let root = try parseAlternation()
        guard index == scalars.count else { throw error("')' without its '('", index..<index + 1) }
        return Pattern(root: root, range: 0..<scalars.count)
    }

    private mutating func parseAlternation() throws(RegularExpressionError) -> PatternNode {
        var branches = [try parseBranch()]
        while take("|") { branches.append(try parseBranch()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func parseBranch() throws(RegularExpressionError) -> PatternNode {
        var pieces: [PatternNode] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            let piece = try parsePiece()
            if case .empty = piece { continue }
            pieces.append(piece)
        }
        switch pieces.count {
        case 0: return .empty
        case 1: return pieces[0]
        default: return .sequence(pieces)
        }
    }

    private mutating func parsePiece() throws(RegularExpressionError) -> PatternNode {
        let start = index
        if try parseQuantifier() != nil {
            throw error("nothing to repeat before '\(text(start..<index))'", start..<index)
        }
        let atom = try parseAtom()
        let end = index
        guard let quantifier = try parseQuantifier() else { return atom }
        if case .assertion = atom, scalars[start] != "(" {
            throw error("'\(text(start..<end))' is a position and cannot be repeated", start..<index)
        }
        let isLazy = try parseQuantifierSuffix(of: end..<index)
        return atom.repeated(Quantifier(minimum: quantifier.minimum, maximum: quantifier.maximum, isLazy: isLazy))
    }

    /// Returns whether the quantifier is lazy.
    private mutating func parseQuantifierSuffix(of quantifier: Range<Int>) throws(RegularExpressionError) -> Bool {
        if dialect == .extended, take("?") {
            try rejectSecondQuantifier()
            return true
        }
        if dialect == .extended, take("+") {
            throw error(
                "the possessive '\(text(quantifier.lowerBound..<index))' is not supported: write "
                    + "'\(text(quantifier))'", quantifier.lowerBound..<index)
        }
        try rejectSecondQuantifier()
        return false
    }

    private mutating func rejectSecondQuantifier() throws(RegularExpressionError) {
        let start = index
        if try parseQuantifier() != nil {
            throw error(
                "'\(text(start..<index))' follows another repetition: put what it repeats in parentheses",
                start..<index)
        }
    }

    private mutating func parseAtom() throws(RegularExpressionError) -> PatternNode {
        guard let scalar = peek() else { return .empty }
        switch scalar {
        case "(": return try parseGroup()
        case "[": return try addClass(try parseClass())
        case "\\":
            switch try parseEscape() {
            case .scalar(let scalar): return .scalar(scalar)
            case .set(let set): return try addClass(CharacterClass(set, ignoresCase: ignoresCase))
            case .assertion(let assertion): return .assertion(assertion)
            }
        case ".":
            index += 1
            return try addClass(CharacterClass(.lineBreaks, isNegated: true))
        case "]", "}":
            if dialect == .iRegexp {
                throw error("'\(scalar)' has a meaning of its own: write '\\\(scalar)'", index..<index + 1)
            }
        case "^", "$":
            // RFC 9485 does not give them a meaning; the engines that it maps to take them as anchors.
            index += 1
            return .assertion(scalar == "^" ? .textStart : .textEnd)
        default: break
        }
        index += 1
        return .scalar(scalar)
    }

    private mutating func parseGroup() throws(RegularExpressionError) -> PatternNode {
        let start = index
        guard depth < PatternParser.maximumDepth else {
            throw error("more than \(PatternParser.maximumDepth) nested parentheses", start..<start + 1)
        }
        index += 1
        let isFirstGroup = peek() != "?" || dialect == .iRegexp ? !hasGroup : isNamedGroup && !hasGroup
        if isFirstGroup { hasGroup = true }
        if dialect == .extended { try parseGroupKind(from: start) }
        depth += 1
        let node = try parseAlternation()
        depth -= 1
        guard take(")") else { throw error("'(' without its ')'", start..<start + 1) }
        // What matches only the empty text costs nothing, however often it is repeated.
        if case .empty = node { return node }
        return isFirstGroup ? .group(node) : node
    }

    private mutating func addClass(_ new: CharacterClass) throws(RegularExpressionError) -> PatternNode {
        guard classes.count < Program.maximumSize else { throw .tooLarge(0..<scalars.count) }
        classes.append(new)
        return .characterClass(classes.count - 1)
    }
}

extension PatternParser {
    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    mutating func take(_ expected: String) -> Bool {
        guard scalars[index...].starts(with: expected.unicodeScalars) else { return false }
        index += expected.unicodeScalars.count
        return true
    }

    func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    func error(_ message: String, _ range: Range<Int>) -> RegularExpressionError {
        RegularExpressionError(message: message, range: range)
    }
}
