/// Selects workflows by their tags: `smoke and not slow`.
///
///     either = both *( "or" both )
///     both   = term *( "and" term )
///     term   = "not" term / "(" either ")" / tag
package indirect enum TagExpression: Sendable, Equatable {
    case tag(String)
    case not(TagExpression)
    case all([TagExpression])
    case any([TagExpression])

    /// Why a string is not a tag expression, for messages.
    package struct ParseError: Error, Equatable {
        package let message: String
    }

    package init(parsing text: String) throws(ParseError) {
        var parser = TagExpressionParser(text)
        self = try parser.parse()
    }

    /// Whether it selects a workflow with these tags.
    package func holds(for tags: Set<String>) -> Bool {
        switch self {
        case .tag(let tag): tags.contains(tag)
        case .not(let expression): !expression.holds(for: tags)
        case .all(let expressions): expressions.allSatisfy { $0.holds(for: tags) }
        case .any(let expressions): expressions.contains { $0.holds(for: tags) }
        }
    }

    /// The tags in the expression.
    package var tags: Set<String> {
        switch self {
        case .tag(let tag): [tag]
        case .not(let expression): expression.tags
        case .all(let expressions), .any(let expressions): Set(expressions.flatMap(\.tags))
        }
    }

    static func isTag(_ text: String) -> Bool {
        !["and", "or", "not", ""].contains(text)
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-.:".unicodeScalars.contains($0)
            }
    }
}

private struct TagExpressionParser {
    private var words: [String]
    private var depth = 0

    init(_ text: String) {
        words = text.replacing("(", with: " ( ").replacing(")", with: " ) ").split(whereSeparator: \.isWhitespace)
            .map(String.init).reversed()
    }

    mutating func parse() throws(TagExpression.ParseError) -> TagExpression {
        let expression = try parseEither()
        guard let rest = words.last else { return expression }
        throw TagExpression.ParseError(
            message: rest == ")" ? "')' without its '('" : "'and' or 'or' is missing before '\(rest)'")
    }

    private mutating func parseEither() throws(TagExpression.ParseError) -> TagExpression {
        var terms = [try parseBoth()]
        while take("or") { terms.append(try parseBoth()) }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func parseBoth() throws(TagExpression.ParseError) -> TagExpression {
        var terms = [try parseTerm()]
        while take("and") { terms.append(try parseTerm()) }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func parseTerm() throws(TagExpression.ParseError) -> TagExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw TagExpression.ParseError(message: "too many parentheses and 'not'") }
        guard let word = words.popLast() else { throw TagExpression.ParseError(message: "a tag is missing at the end") }
        switch word {
        case "not": return .not(try parseTerm())
        case "(":
            let expression = try parseEither()
            guard take(")") else { throw TagExpression.ParseError(message: "'(' without its ')'") }
            return expression
        default:
            guard TagExpression.isTag(word) else {
                throw TagExpression.ParseError(message: "a tag is expected, found '\(word)'")
            }
            return .tag(word)
        }
    }

    private mutating func take(_ word: String) -> Bool {
        guard words.last == word else { return false }
        words.removeLast()
        return true
    }
}
