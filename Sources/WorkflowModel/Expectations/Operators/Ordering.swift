import Expressions
import JSON
import Source
import Times
import YAML

/// Compares two numbers by their exact values.
private struct OrderingMatcher: Matcher {
    let operand: ValueTemplate
    let range: SourceRange
    /// For messages: `greater than`.
    let relation: String
    let holds: @Sendable (JSONNumber, JSONNumber) -> Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let bound = try operand.evaluate(in: scope)
        if case .number(let bound) = bound, case .number(let value)? = actual.value, holds(value, bound) { return nil }
        guard case .number = bound else {
            throw EvaluationError(
                message: "the number to compare with is \(bound.typeNameWithArticle), \(bound.serialized)", range: range
            )
        }
        let isNumber = actual.value?.typeName == "number"
        return Mismatch(expected: "a number \(relation) \(bound.serialized)", isOfWrongType: !isNumber)
    }
}

extension YAMLEntry {
    /// The hint if a number is needed: about quotes, or about a time that is compared like a number.
    fileprivate var numberHint: String? {
        guard let text = value.scalar?.text else { return nil }
        if JSONNumber(text) != nil { return "remove the quotes" }
        let isTime = text.hasPrefix("now") || parseTimestamp(text) != nil
        return isTime ? "times are compared with 'before' and 'after'" : nil
    }
}

extension ExpectationOperator {
    static let gt = ordering("gt", "greater than") { $0 > $1 }
    static let gte = ordering("gte", "of at least") { $0 >= $1 }
    static let lt = ordering("lt", "less than") { $0 < $1 }
    static let lte = ordering("lte", "of at most") { $0 <= $1 }

    private static func ordering(
        _ name: String, _ relation: String, holds: @escaping @Sendable (JSONNumber, JSONNumber) -> Bool
    ) -> ExpectationOperator {
        ExpectationOperator(name: name, operand: .anything, summary: "a number \(relation) the given one") {
            entry, _, context in
            let operand = context.openValue(entry.value)
            if let literal = operand.literal, literal.typeName != "number" {
                return context.reject(.wrongOperand(entry, expected: "a number", help: entry.numberHint))
            }
            return OrderingMatcher(
                operand: operand, range: entry.value.range, relation: relation, holds: holds)
        }
    }
}
