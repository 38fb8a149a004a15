import JSON

/// A literal, query or function call in a filter, before it is known what its place requires.
struct Operand {
    enum Kind {
        case literal(JSONValue)
        case query(FilterQuery, spacedBrackets: Range<Int>?)
        case value(ValueExpression, FunctionExtension)
        case logical(LogicalExpression, FunctionExtension)
    }

    let kind: Kind
    let range: Range<Int>
}

extension QueryParser {
    /// The operand used alone as a condition.
    func condition(_ operand: Operand) throws(JSONPathError) -> LogicalExpression {
        switch operand.kind {
        case .query(let query, _): return .exists(query)
        case .logical(let expression, _): return expression
        case .literal:
            throw error(
                "\(text(operand.range)) alone is not a condition", operand.range,
                help: "compare it, as in @.a == \(text(operand.range))")
        case .value(_, let function):
            let result = function == .value ? "a value" : "a number"
            let comparison = function == .value ? "== 1" : "> 0"
            throw error(
                "\(function.rawValue)() gives \(result): compare it, as in \(text(operand.range)) \(comparison)",
                operand.range)
        }
    }

    /// The operand as one side of a comparison.
    func comparable(_ operand: Operand) throws(JSONPathError) -> ValueExpression {
        switch operand.kind {
        case .literal(let value): return .literal(value)
        case .value(let expression, _): return expression
        case .query(let query, nil) where query.singularSegments != nil: return .singularQuery(query)
        case .query(let query, let brackets?) where query.singularSegments != nil: throw spaced(brackets)
        case .query:
            let query = text(operand.range)
            throw error(
                "'\(query)' can select several nodes and cannot be compared", operand.range,
                help: "write value(\(query)) or count(\(query))")
        case .logical(_, let function):
            throw error(
                "\(function.rawValue)() gives true or false and cannot be compared", operand.range,
                help: "write it alone, or with ! before it")
        }
    }

    /// The operand as an argument that must be a value.
    func value(_ operand: Operand, for function: FunctionExtension, in call: Range<Int>)
        throws(JSONPathError) -> ValueExpression
    {
        switch operand.kind {
        case .query(let query, _) where query.singularSegments == nil:
            throw error(
                "\(text(call)) needs a single value: '\(text(operand.range))' can select several nodes",
                operand.range)
        case .logical(_, let argument):
            throw error(
                "\(function.rawValue)() needs a value: \(argument.rawValue)() gives true or false", operand.range)
        // White space in the brackets is fine: an argument's type asks for a singular query, but its grammar does not.
        case .query(let query, _): return .singularQuery(query)
        case .literal, .value: return try comparable(operand)
        }
    }

    /// The operand as an argument that must be a query.
    func nodes(_ operand: Operand, for function: FunctionExtension) throws(JSONPathError) -> FilterQuery {
        guard case .query(let query, _) = operand.kind else {
            throw error(
                "\(function.rawValue)() needs a query such as @.*, not \(text(operand.range))", operand.range)
        }
        return query
    }

    private func spaced(_ brackets: Range<Int>) -> JSONPathError {
        let written = text(brackets)
        return error(
            "in a comparison, white space is not allowed inside '\(written)'", brackets, help: "leave it out")
    }
}
