import JSON
import RegularExpressions

extension Evaluation {
    /// Whether a filter's condition is true for the node that `@` stands for.
    mutating func holds(
        _ expression: LogicalExpression, current: JSONValue
    ) throws(JSONPathEvaluationError) -> Bool {
        switch expression {
        case .or(let operands):
            for operand in operands where try holds(operand, current: current) { return true }
            return false
        case .and(let operands):
            for operand in operands where try !holds(operand, current: current) { return false }
            return true
        case .not(let operand): return try !holds(operand, current: current)
        case .exists(let query):
            if query.singularSegments != nil { return try node(query, current: current) != nil }
            return try !nodelist(query, current: current).isEmpty
        case .comparison(let left, let comparison, let right):
            let (left, right) = (try value(left, current: current), try value(right, current: current))
            // Whether one of them is there, null or empty, can be seen.
            if ![left, right].contains(where: { $0 == nil || $0 == .null || $0 == "" }) { willRead(left, right) }
            return comparison.holds(left, right)
        case .matches(let text, let source, let isWhole):
            guard case .string(let text) = try value(text, current: current),
                let expression = try regularExpression(source, current: current)
            else { return false }
            willRead(.string(text))
            do {
                return isWhole ? try expression.matchesWhole(text) : try expression.isFound(in: text)
            } catch {
                throw JSONPathEvaluationError(message: error.message)
            }
        }
    }

    /// Nil is RFC 9535's Nothing, which is not a JSON value.
    private mutating func value(
        _ expression: ValueExpression, current: JSONValue
    ) throws(JSONPathEvaluationError) -> JSONValue? {
        switch expression {
        case .literal(let value): return value
        case .singularQuery(let query): return try node(query, current: current)
        case .count(let query): return .integer(try nodelist(query, current: current).count)
        case .value(let query):
            let nodelist = try nodelist(query, current: current)
            return nodelist.count == 1 ? nodelist[0] : nil
        case .length(let argument):
            switch try value(argument, current: current) {
            case .string(let text): return .integer(text.unicodeScalars.count)
            case .array(let elements): return .integer(elements.count)
            case .object(let object): return .integer(object.distinctMembers.count)
            case .null, .bool, .number, nil: return nil
            }
        }
    }

    /// Nil if there is no string, or the string is not an I-Regexp.
    private mutating func regularExpression(
        _ source: RegularExpressionSource, current: JSONValue
    ) throws(JSONPathEvaluationError) -> RegularExpression? {
        switch source {
        case .literal(let expression): return expression
        case .computed(let pattern):
            guard case .string(let text) = try value(pattern, current: current) else { return nil }
            willRead(.string(text))
            if let lastPattern, lastPattern.text.utf8.elementsEqual(text.utf8) { return lastPattern.expression }
            let expression = try? RegularExpression(text, dialect: .iRegexp)
            lastPattern = (text, expression)
            return expression
        }
    }
}

extension ComparisonOperator {
    /// Compares values or Nothing by RFC 9535, section 2.3.5.2.2.
    func holds(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch self {
        case .equal: left == right
        case .unequal: left != right
        case .less: isLess(left, right)
        case .greater: isLess(right, left)
        case .lessOrEqual: isLess(left, right) || left == right
        case .greaterOrEqual: isLess(right, left) || left == right
        }
    }

    private func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        // UTF-8 bytes sort in the order of the code points.
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: false
        }
    }
}
