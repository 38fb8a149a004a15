import JSON
import YAMLSource

/// What `gt`, `gte`, `lt` and `lte` have in common: two numbers, compared by their exact values.
struct OrderingMatcher: Matcher {
    let operand: ValueTemplate
    /// For messages: `greater than`.
    let relation: String
    let holds: @Sendable (JSONNumber, JSONNumber) -> Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let bound = try operand.evaluate(in: scope)
        if case .number(let bound) = bound, case .number(let value)? = actual.value, holds(value, bound) { return nil }
        return Mismatch(expected: "a number \(relation) \(bound.serialized)")
    }
}

extension YAMLEntry {
    /// What to say where two times are compared as if they were numbers.
    var timeHint: String? {
        guard let text = value.scalar?.text else { return nil }
        let isTime = text.hasPrefix("now") || parseTimestamp(.string(text)) != nil
        return isTime ? "times are compared with 'before' and 'after'" : nil
    }
}

extension ExpectationOperator {
    static func ordering(
        _ name: String, _ relation: String, holds: @escaping @Sendable (JSONNumber, JSONNumber) -> Bool
    ) -> ExpectationOperator {
        ExpectationOperator(name: name, operand: .anything, summary: "a number \(relation) the given one") {
            entry, context in
            let operand = context.openValue(entry.value)
            if let literal = operand.literal, literal.typeName != "number" {
                context.report(.wrongOperand(entry, expected: "a number", suggestion: entry.timeHint))
                return nil
            }
            return OrderingMatcher(operand: operand, relation: relation, holds: holds)
        }
    }
}
