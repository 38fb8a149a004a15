import JSON
import YAMLSource

/// Parses what stands between `${{` and `}}`: a literal, a reference, or a call of a function.
struct ExpressionParser {
    private let text: [Unicode.Scalar]
    private let range: (Range<Int>) -> SourceRange
    private var index = 0
    private var depth = 0

    /// Calls inside one another.
    private static let maximumDepth = 32

    /// `range` gives the place in the file of offsets into `text`, in Unicode scalars.
    init(_ text: Substring, range: @escaping (Range<Int>) -> SourceRange) {
        self.text = Array(text.unicodeScalars)
        self.range = range
    }

    mutating func parse() throws(Diagnostic) -> Expression {
        let expression = try parseOperand()
        skipSpace()
        guard index == text.count else {
            throw .expressionSyntax("unexpected '\(rest())'", at: range(index..<text.count))
        }
        return expression
    }

    private mutating func parseOperand() throws(Diagnostic) -> Expression {
        skipSpace()
        guard let first = peek() else {
            throw .expressionSyntax("an expression is expected between '${{' and '}}'", at: range(0..<0))
        }
        if first == "'" || first == "\"" { return .literal(.string(try parseString(quote: first))) }
        if first == "-" || first.isDecimalDigit { return .literal(.number(try parseNumber())) }
        if first.isNameStart { return try parseName() }
        throw .expressionSyntax("unexpected '\(first)'", at: range(index..<index + 1))
    }

    private mutating func parseName() throws(Diagnostic) -> Expression {
        let start = index
        let name = takeName()
        switch name {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        default: break
        }
        if peek() == "(" { return try parseCall(name, from: start) }
        guard let root = Reference.Root(rawValue: name) else {
            throw .unknownRoot(name, at: range(start..<index))
        }
        return .reference(Reference(root: root, path: try parsePath(), range: range(start..<index)))
    }

    private mutating func parsePath() throws(Diagnostic) -> BodyPath {
        let start = index
        while let next = peek(),
            next == "." || next == "[" || next == "]" || next == "-" || next.isNameStart || next.isDecimalDigit
        {
            index += 1
        }
        guard start < index else { return BodyPath(segments: []) }
        let path = String(String.UnicodeScalarView(text[start..<index]))
        do {
            return try BodyPath(parsing: path.hasPrefix(".") ? String(path.dropFirst()) : path)
        } catch {
            throw .expressionSyntax(error.message, at: range(start..<index))
        }
    }

    private mutating func parseCall(_ name: String, from start: Int) throws(Diagnostic) -> Expression {
        guard let function = ExpressionFunction.all.first(where: { $0.name == name }) else {
            throw .unknownFunction(name, at: range(start..<index))
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw .expressionSyntax("more than \(Self.maximumDepth) calls inside one another", at: range(start..<index))
        }
        index += 1
        var arguments: [Expression] = []
        skipSpace()
        while peek() != ")" {
            arguments.append(try parseOperand())
            skipSpace()
            if peek() == "," {
                index += 1
                skipSpace()
            } else if peek() != ")" {
                throw .expressionSyntax("a ')' is missing", at: range(start..<max(index, start + 1)))
            }
        }
        index += 1
        guard function.arity.contains(arguments.count) else {
            throw .wrongArity(function, found: arguments.count, at: range(start..<index))
        }
        return .call(FunctionCall(function: function, arguments: arguments, range: range(start..<index)))
    }

    private mutating func parseString(quote: Unicode.Scalar) throws(Diagnostic) -> String {
        let start = index
        var content = String.UnicodeScalarView()
        index += 1
        while let next = peek() {
            index += 1
            if next != quote {
                content.append(next)
            } else if peek() == quote {  // a doubled quote stands for itself
                content.append(quote)
                index += 1
            } else {
                return String(content)
            }
        }
        throw .expressionSyntax("the closing quote is missing", at: range(start..<index))
    }

    private mutating func parseNumber() throws(Diagnostic) -> JSONNumber {
        let start = index
        while let next = peek(), next.isDecimalDigit || "+-.eE".unicodeScalars.contains(next) { index += 1 }
        let digits = String(String.UnicodeScalarView(text[start..<index]))
        guard let number = JSONNumber(digits) else {
            throw .expressionSyntax("'\(digits)' is not a number", at: range(start..<index))
        }
        return number
    }

    private mutating func takeName() -> String {
        let start = index
        while let next = peek(), next.isNameStart || next.isDecimalDigit { index += 1 }
        return String(String.UnicodeScalarView(text[start..<index]))
    }

    private func rest() -> String {
        String(String.UnicodeScalarView(text[index...].prefix(20)))
    }

    private mutating func skipSpace() {
        while let next = peek(), next.properties.isWhitespace { index += 1 }
    }

    private func peek() -> Unicode.Scalar? {
        index < text.count ? text[index] : nil
    }
}

extension Unicode.Scalar {
    fileprivate var isNameStart: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" }
    fileprivate var isDecimalDigit: Bool { ("0"..."9").contains(self) }
}

extension Diagnostic {
    static func expressionSyntax(_ message: String, at range: SourceRange) -> Diagnostic {
        .error("expression_syntax", message, at: range)
    }

    fileprivate static func unknownRoot(_ name: String, at range: SourceRange) -> Diagnostic {
        let roots = Reference.Root.allCases.map(\.rawValue)
        if let function = ExpressionFunction.all.first(where: { $0.name == name }) {
            return .error(
                "unknown_name", "'\(name)' is a function", at: range, suggestion: "write \(function.name)()")
        }
        return .error(
            "unknown_name", "unknown name '\(name)'", at: range,
            suggestion: closestName(to: name, among: roots).map { "did you mean '\($0)'?" }
                ?? "did you mean 'vars.\(name)'?",
            notes: [Note("an expression starts with one of \(roots.joined(separator: ", ")), or calls a function")])
    }

    fileprivate static func unknownFunction(_ name: String, at range: SourceRange) -> Diagnostic {
        let names = ExpressionFunction.all.map(\.name)
        return .error(
            "unknown_function", "unknown function '\(name)'", at: range,
            suggestion: closestName(to: name, among: names).map { "did you mean '\($0)'?" },
            notes: [Note("the functions: \(names.map { $0 + "()" }.joined(separator: ", "))")])
    }

    fileprivate static func wrongArity(_ function: ExpressionFunction, found: Int, at range: SourceRange) -> Diagnostic
    {
        let arity = function.arity
        let expected =
            arity.lowerBound == arity.upperBound ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
        return .error(
            "wrong_arity", "\(function.name)() takes \(expected) arguments, found \(found)", at: range,
            suggestion: function.summary)
    }
}
