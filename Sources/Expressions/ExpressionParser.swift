import JSON
import Source
import Spelling

/// Parses the text between `${{` and `}}`.
///
///     either     = both *( "||" both )
///     both       = comparison *( "&&" comparison )
///     comparison = unary [ ( "==" / "!=" / "<" / "<=" / ">" / ">=" ) unary ]
///     unary      = "!" unary / operand
///     operand    = literal / reference / call / "(" either ")"
package struct ExpressionParser {
    private var scanner: ExpressionScanner
    private var depth = 0

    /// How deep parentheses, calls and `!` can be nested.
    private static let maximumDepth = 32

    /// The message for a quote that is not closed.
    package static let openQuote = "the closing quote is missing"

    /// `range` maps offsets into `text`, in Unicode scalars, to a place in the file.
    package init(_ text: Substring, range: @escaping (Range<Int>) -> SourceRange) {
        scanner = ExpressionScanner(text, range: range)
    }

    /// Parses the whole text. Throws the first problem, with its place.
    package mutating func parse() throws(Diagnostic) -> Expression {
        let expression = try parseEither()
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw .unexpectedText(scanner.rest, at: scanner.rangeOfNextWord) }
        return expression
    }

    private mutating func parseEither() throws(Diagnostic) -> Expression {
        let operands = try parseChain("||") { parser throws(Diagnostic) in try parser.parseBoth() }
        return operands.count == 1 ? operands[0].expression : .any(operands)
    }

    private mutating func parseBoth() throws(Diagnostic) -> Expression {
        let operands = try parseChain("&&") { parser throws(Diagnostic) in try parser.parseComparison() }
        return operands.count == 1 ? operands[0].expression : .all(operands)
    }

    private mutating func parseChain(
        _ sign: String, _ parse: (inout ExpressionParser) throws(Diagnostic) -> Expression
    ) throws(Diagnostic) -> [Expression.Operand] {
        var operands: [Expression.Operand] = []
        repeat {
            scanner.skipSpace()
            let start = scanner.index
            let expression = try parse(&self)
            operands.append(Expression.Operand(expression: expression, range: scanner.range(from: start)))
            scanner.skipSpace()
        } while scanner.take(sign)
        return operands
    }

    private mutating func parseComparison() throws(Diagnostic) -> Expression {
        scanner.skipSpace()
        let start = scanner.index
        let left = try parseUnary()
        let end = scanner.index
        scanner.skipSpace()
        guard let relation = try scanner.takeRelation() else {
            scanner.index = end
            return left
        }
        let right = try parseUnary()
        let comparison = Comparison(
            relation: relation, left: left, right: right, range: scanner.range(from: start))
        let afterwards = scanner.index
        scanner.skipSpace()
        let next = scanner.index
        if try scanner.takeRelation() != nil {
            throw .expressionSyntax(
                "a comparison cannot be compared again", at: scanner.range(from: next),
                help: "join two comparisons with &&")
        }
        scanner.index = afterwards
        return .comparison(comparison)
    }

    private mutating func parseUnary() throws(Diagnostic) -> Expression {
        scanner.skipSpace()
        let start = scanner.index
        guard scanner.peek() == "!", scanner.peek(1) != "=" else { return try parseOperand() }
        scanner.index += 1
        try enter(from: start)
        defer { depth -= 1 }
        let operand = try parseUnary()
        return .not(operand, at: scanner.range(from: start))
    }

    private mutating func parseOperand() throws(Diagnostic) -> Expression {
        guard let first = scanner.peek() else { throw .missingValue(at: scanner.rangeAfterContent) }
        if first == "'" || first == "\"" { return .literal(.string(try scanner.takeString(quote: first))) }
        if first == "-" || first.isDecimalDigit { return .literal(.number(try scanner.takeNumber())) }
        if first.isNameStart { return try parseName() }
        if first == "(" { return try parseParentheses() }
        throw .unexpectedText(scanner.rest, isOperandMissing: true, at: scanner.rangeOfNextWord)
    }

    private mutating func parseParentheses() throws(Diagnostic) -> Expression {
        let start = scanner.index
        scanner.index += 1
        try enter(from: start)
        defer { depth -= 1 }
        let expression = try parseEither()
        scanner.skipSpace()
        guard scanner.take(")") else {
            throw .expressionSyntax("'(' without its ')'", at: scanner.range(start..<start + 1))
        }
        return expression
    }

    private mutating func parseName() throws(Diagnostic) -> Expression {
        let start = scanner.index
        let name = scanner.takeName()
        switch name {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        default: break
        }
        if scanner.peek() == "(" { return try parseCall(name, from: start) }
        guard let root = Reference.Root(rawValue: name) else {
            let range = scanner.range(from: start)
            let path = try? scanner.takePath()
            throw .unknownRoot(
                name, path: path ?? MemberPath(segments: []), at: range, whole: scanner.range(from: start))
        }
        return .reference(Reference(root: root, path: try scanner.takePath(), range: scanner.range(from: start)))
    }

    private mutating func parseCall(_ name: String, from start: Int) throws(Diagnostic) -> Expression {
        guard let function = ExpressionFunction.all.first(where: { $0.name == name }) else {
            throw .unknownFunction(name, at: scanner.range(from: start))
        }
        scanner.index += 1
        try enter(from: start)
        defer { depth -= 1 }
        let arguments = try parseArguments(from: start)
        let range = scanner.range(from: start)
        guard function.arity.contains(arguments.count) else {
            throw .wrongArity(function, found: arguments.count, at: range)
        }
        let literals = arguments.compactMap { if case .literal(let value) = $0 { value } else { nil } }
        if literals.count == arguments.count, let problem = function.problem(literals) {
            throw .error(.wrongArgument, problem, at: range)
        }
        return .call(FunctionCall(function: function, arguments: arguments, range: range))
    }

    private mutating func parseArguments(from start: Int) throws(Diagnostic) -> [Expression] {
        var arguments: [Expression] = []
        scanner.skipSpace()
        while !scanner.take(")") {
            arguments.append(try parseEither())
            scanner.skipSpace()
            if scanner.take(",") {
                scanner.skipSpace()
                if scanner.peek() == ")" { throw .missingValue(at: scanner.range(scanner.index..<scanner.index + 1)) }
            } else if scanner.peek() != ")" {
                throw .expressionSyntax("a ')' is missing", at: scanner.range(from: start))
            }
        }
        return arguments
    }

    private mutating func enter(from start: Int) throws(Diagnostic) {
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw .expressionSyntax(
                "more than \(Self.maximumDepth) parentheses, calls or '!' inside one another",
                at: scanner.range(from: start))
        }
    }
}

extension Diagnostic {
    package static func expressionSyntax(_ message: String, at range: SourceRange, help: String? = nil) -> Diagnostic {
        .error(.expressionSyntax, message, at: range, help: help)
    }

    fileprivate static func missingValue(at range: SourceRange) -> Diagnostic {
        .expressionSyntax("a value is missing here", at: range, help: "for example vars.NAME, 'text' or 5")
    }

    fileprivate static func unexpectedText(
        _ rest: String, isOperandMissing: Bool = false, at range: SourceRange
    ) -> Diagnostic {
        let help: String? =
            switch rest.first {
            case let sign? where isOperandMissing && "=<>!&|".contains(sign): "a value is missing before it"
            case "=": "equality is written =="
            case "&": "write &&"
            case "|": "'or' is written ||; there are no filters"
            case "?": "there is no '?:': write two steps with 'when'"
            case "+", "-", "*", "/", "%":
                "expressions have no arithmetic; only 'before' and 'after' can move a time: now + 15m"
            case "$", "{": "write one expression between '${{' and '}}'"
            case "“", "”", "‘", "’", "`": "quotes are ' or \""
            default:
                switch rest.prefix(while: \.isLetter) {
                case "and": "write &&"
                case "or": "write ||"
                case "in": "write == for each, joined by ||"
                default: nil
                }
            }
        let word = rest.prefix { !$0.isWhitespace }
        return .expressionSyntax("unexpected '\(word)'", at: range, help: help)
    }

    /// `whole` is the place of the name and of the path after it.
    fileprivate static func unknownRoot(
        _ name: String, path: MemberPath, at range: SourceRange, whole: SourceRange
    ) -> Diagnostic {
        let roots = Reference.Root.allCases.map(\.rawValue)
        if let function = ExpressionFunction.all.first(where: { $0.name == name }) {
            return .error(
                .unknownName, "'\(name)' is a function", at: range, help: "write \(function.example)")
        }
        if let sign = ["not": "!", "and": "&&", "or": "||"][name.lowercased()] {
            return .error(.unknownName, "'\(name)' is not an operator", at: range, help: "write \(sign)")
        }
        if let foreign = ForeignName(name, path: path) {
            return .error(
                .unknownName, "unknown name '\(path.segments.isEmpty ? name : "\(name).\(path.text)")'", at: whole,
                help: foreign.help, notes: [foreign.note].compactMap { $0.map { Note($0) } })
        }
        let otherHelp =
            path.segments.isEmpty
            ? "did you mean 'vars.\(name)', or '\(name)' in quotes?"
            : "did you mean the step '\(name)': steps.\(name).\(path.text)? A string stands in quotes"
        return .error(
            .unknownName, "unknown name '\(name)'", at: range,
            help: closestName(to: name, among: roots).map { "did you mean '\($0)'?" } ?? otherHelp,
            notes: [Note("an expression starts with one of \(roots.joined(separator: ", ")), or calls a function")])
    }

    fileprivate static func unknownFunction(_ name: String, at range: SourceRange) -> Diagnostic {
        let names = ExpressionFunction.all.map(\.name)
        return .error(
            .unknownFunction, "unknown function '\(name)'", at: range,
            help: foreignFunctions[name.lowercased()]
                ?? closestName(to: name, among: names).map { "did you mean '\($0)'?" },
            notes: closestName(to: name, among: names) == nil
                ? [Note("the functions: \(ExpressionFunction.all.map(\.example).joined(separator: ", "))")] : [])
    }

    /// What to write instead of other tools' functions.
    private static let foreignFunctions = [
        "env": "write vars.NAME, and vars: { NAME: { env: VARIABLE } }",
        "getenv": "write vars.NAME, and vars: { NAME: { env: VARIABLE } }",
        "prompt": "write vars.NAME, and vars: { NAME: { required: true } }; --var gives the value",
        "input": "write vars.NAME, and vars: { NAME: { required: true } }; --var gives the value",
    ]

    fileprivate static func wrongArity(_ function: ExpressionFunction, found: Int, at range: SourceRange) -> Diagnostic
    {
        let arity = function.arity
        let expected =
            arity.lowerBound == arity.upperBound ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
        return .error(
            .wrongArity,
            "\(function.name)() takes \(expected) \(arity.upperBound == 1 ? "argument" : "arguments"), found \(found)",
            at: range, help: function.summary)
    }
}
