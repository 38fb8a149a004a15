import JSON
import RegularExpressions
import Spelling

extension QueryParser {
    /// Parses a call whose name has been read, and checks that it is well-typed (RFC 9535, section 2.4.3).
    mutating func parseFunction(named name: String, from start: Int) throws(JSONPathError) -> Operand.Kind {
        guard let function = FunctionExtension(rawValue: name) else {
            throw error(
                "unknown function '\(name)'", start..<index,
                help: closestName(to: name, among: FunctionExtension.allCases.map(\.rawValue)).map {
                    "did you mean '\($0)'?"
                })
        }
        index += 1
        let arguments = try nested(at: start) { parser throws(JSONPathError) in
            try parser.parseArguments(of: function, from: start)
        }
        let call = start..<index
        let count = function.parameters.count
        guard arguments.count == count else {
            throw error(
                "\(name)() takes \(count == 1 ? "one argument" : "two arguments"), not \(arguments.count)", call)
        }
        return try checked(function, arguments, in: call)
    }

    private mutating func parseArguments(
        of function: FunctionExtension, from start: Int
    ) throws(JSONPathError) -> [Operand] {
        skipSpace()
        if take(")") { return [] }
        var arguments: [Operand] = []
        while true {
            if peek() == "!" || peek() == "(" { throw conditionAsArgument(of: function) }
            arguments.append(try parseOperand(missing: "an argument of \(function.rawValue)() is missing"))
            skipSpace()
            if take(")") { return arguments }
            guard take(",") else {
                if peek() == nil || peek() == "]" { throw error("')' is missing", start..<index) }
                if let next = peek(), "=!<>&|".unicodeScalars.contains(next) {
                    throw conditionAsArgument(of: function)
                }
                throw error("',' or ')' is missing before \(nextName)", nextRange)
            }
            skipSpace()
        }
    }

    private func conditionAsArgument(of function: FunctionExtension) -> JSONPathError {
        error("\(function.rawValue)() does not take a condition as its argument", nextRange)
    }

    private func checked(
        _ function: FunctionExtension, _ arguments: [Operand], in call: Range<Int>
    ) throws(JSONPathError) -> Operand.Kind {
        switch function {
        case .length: return .value(.length(try value(arguments[0], for: function, in: call)), function)
        case .count: return .value(.count(try nodes(arguments[0], for: function)), function)
        case .value: return .value(.value(try nodes(arguments[0], for: function)), function)
        case .match, .search:
            let text = try value(arguments[0], for: function, in: call)
            let pattern = regularExpression(try value(arguments[1], for: function, in: call))
            return .logical(.matches(text, pattern, isWhole: function == .match), function)
        }
    }

    private func regularExpression(_ pattern: ValueExpression) -> RegularExpressionSource {
        guard case .literal(let literal) = pattern else { return .computed(pattern) }
        guard case .string(let text) = literal else { return .literal(nil) }
        return .literal(try? RegularExpression(text, dialect: .iRegexp))
    }
}
