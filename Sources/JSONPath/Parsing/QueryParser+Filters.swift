import JSON

extension QueryParser {
    mutating func parseLogicalExpression() throws(JSONPathError) -> LogicalExpression {
        var operands = [try parseConjunction()]
        while takeOperator("||") { operands.append(try parseConjunction()) }
        return operands.count == 1 ? operands[0] : .or(operands)
    }

    private mutating func parseConjunction() throws(JSONPathError) -> LogicalExpression {
        var operands = [try parseBasicExpression()]
        while takeOperator("&&") { operands.append(try parseBasicExpression()) }
        return operands.count == 1 ? operands[0] : .and(operands)
    }

    private mutating func takeOperator(_ symbol: String) -> Bool {
        let end = index
        skipSpace()
        guard take(symbol) else {
            index = end
            return false
        }
        skipSpace()
        return true
    }

    private mutating func parseBasicExpression() throws(JSONPathError) -> LogicalExpression {
        if peek() == "!" { return .not(try parseNegated()) }
        if peek() == "(" { return try parseParenthesized() }
        let left = try parseOperand(missing: "a condition is missing")
        guard let comparison = try parseComparisonOperator() else { return try condition(left) }
        let right = try parseOperand(missing: "a value is missing after '\(comparison.rawValue)'")
        let start = index
        if try parseComparisonOperator() != nil {
            throw error(
                "a comparison has two sides", start..<index, help: "join two comparisons with &&")
        }
        return .comparison(try comparable(left), comparison, try comparable(right))
    }

    private mutating func parseNegated() throws(JSONPathError) -> LogicalExpression {
        let start = index
        index += 1
        skipSpace()
        if peek() == "!" { throw error("'!' cannot be doubled", start..<index + 1, help: "leave both out") }
        if peek() == "(" { return try parseParenthesized() }
        let operand = try parseOperand(missing: "a condition is missing after '!'")
        let end = index
        if try parseComparisonOperator() != nil {
            throw error(
                "'!' is not allowed before one side of a comparison", start..<end, help: "write !(…) around it all")
        }
        return try condition(operand)
    }

    private mutating func parseParenthesized() throws(JSONPathError) -> LogicalExpression {
        let start = index
        index += 1
        skipSpace()
        let expression = try nested(at: start) { parser throws(JSONPathError) in
            try parser.parseLogicalExpression()
        }
        skipSpace()
        guard take(")") else {
            if peek() == nil || peek() == "]" { throw error("')' is missing", start..<index) }
            throw unexpectedInCondition(expected: "')'")
        }
        let end = index
        if try parseComparisonOperator() != nil {
            throw error(
                "an expression in parentheses cannot be compared", start..<end,
                help: "leave these parentheses out")
        }
        return expression
    }

    /// Reads an operator and the white space around it; nil, with nothing read, if there is none.
    private mutating func parseComparisonOperator() throws(JSONPathError) -> ComparisonOperator? {
        let end = index
        skipSpace()
        let start = index
        for (written, meant) in QueryParser.mistakenOperators where take(written) {
            throw error("'\(written)' is not an operator", start..<index, help: meant)
        }
        for comparison in ComparisonOperator.allCases where take(comparison.rawValue) {
            skipSpace()
            return comparison
        }
        if take("=") { throw error("'=' is not an operator", start..<index, help: "write ==") }
        index = end
        return nil
    }

    private static let mistakenOperators = [
        ("===", "write =="), ("!==", "write !="), ("<>", "write !="), ("=~", "write match(@.a, 'pattern')"),
        ("=>", "write >="), ("=<", "write <="),
    ]

    mutating func parseOperand(missing: String) throws(JSONPathError) -> Operand {
        let start = index
        guard let scalar = peek() else { throw error(missing, max(start - 1, 0)..<start) }
        let kind: Operand.Kind
        switch scalar {
        case "'", "\"": kind = .literal(.string(try parseStringLiteral()))
        case "0"..."9", "-": kind = .literal(.number(try parseNumberLiteral()))
        case "@", "$":
            let (query, spacedBrackets) = try parseEmbeddedQuery()
            kind = .query(query, spacedBrackets: spacedBrackets)
        case _ where scalar.isLetter: kind = try parseWord()
        default: throw noOperand(scalar, missing: missing)
        }
        return Operand(kind: kind, range: start..<index)
    }

    private mutating func parseWord() throws(JSONPathError) -> Operand.Kind {
        let start = index
        skip { $0.isASCII && $0.isNameCharacter }
        let word = text(start..<index)
        if peek() == "(" { return try parseFunction(named: word, from: start) }
        switch word {
        case "true": return .literal(true)
        case "false": return .literal(false)
        case "null": return .literal(.null)
        default: throw unknownWord(word, at: start..<index)
        }
    }

    private func unknownWord(_ word: String, at range: Range<Int>) -> JSONPathError {
        if FunctionExtension(rawValue: word) != nil {
            let space = scalars[index...].prefix { $0.isSpace }
            if space.endIndex < scalars.count, scalars[space.endIndex] == "(" {
                return error(
                    "white space is not allowed between '\(word)' and '('", space.startIndex..<space.endIndex,
                    help: "leave it out")
            }
            return error("'(' is missing after '\(word)'", range)
        }
        let meant: String? =
            switch word.lowercased() {
            case "true", "false", "null": "write \(word.lowercased())"
            case "none", "nil", "undefined": "write null"
            case "not": "write !"
            default: "write '\(word)' for a string, @.\(word) for a property"
            }
        return error("unknown word '\(word)'", range, help: meant)
    }

    private func noOperand(_ scalar: Unicode.Scalar, missing: String) -> JSONPathError {
        switch scalar {
        case "[", "{": return error("an array or object cannot be written in a filter", nextRange)
        case "(": return error("parentheses are allowed only around a whole condition", nextRange)
        case "!": return error("'!' is allowed only before a whole condition", nextRange)
        case "/":
            return error(
                "a pattern between slashes is not part of JSONPath", nextRange,
                help: "write match(@.a, 'pattern')")
        case "." where peek(1)?.isDigit == true:
            return error("a number starts with a digit", nextRange, help: "write 0.…")
        case ".": return error("'@' or '$' is missing before '.'", nextRange, help: "write @.…")
        case "+": return error("a number has no '+' before it", nextRange, help: "leave '+' out")
        case "]", ")", ",", "&", "|", "=", "<", ">": return error("\(missing) before '\(scalar)'", nextRange)
        default: return error("\(nextName) starts no value or condition", nextRange)
        }
    }
}
