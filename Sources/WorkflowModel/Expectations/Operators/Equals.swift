import Expressions
import JSON

extension ExpectationOperator {
    static let equals = ExpectationOperator(
        name: "equals", operand: .anything,
        summary: "the same value of the same type: 0 is not \"0\", but 1 is 1.0"
    ) { entry, actual, context in
        EqualsMatcher(operand: context.expectedValue(entry.value, of: actual))
    }

    static let notEquals = ExpectationOperator(
        name: "not_equals", operand: .anything, summary: "there, and another value"
    ) { entry, actual, context in
        NotEqualsMatcher(operand: context.expectedValue(entry.value, of: actual.negated))
    }
}

struct EqualsMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let expected = try operand.evaluate(in: scope)
        if actual.value == expected { return nil }
        return Mismatch(expected: expected.serialized, help: actual.value.flatMap { typeHint($0, expected) })
    }

    /// Names both types if the values differ only in their type, such as 0 and "0".
    private func typeHint(_ actual: JSONValue, _ expected: JSONValue) -> String? {
        guard actual.typeName != expected.typeName, actual.writtenOut == expected.writtenOut else { return nil }
        let isLiteral = operand.literal != nil
        switch (actual, expected) {
        case (.string, _) where !isLiteral:
            return
                "the response has a text, the expression gives \(expected.typeNameWithArticle): put the value in quotes where it is set"
        case (_, .string) where !isLiteral:
            return
                "the response has \(actual.typeNameWithArticle), the expression gives a text: leave out the quotes where it is set"
        case (.string, _):
            return "the response has a text, the workflow \(expected.typeNameWithArticle): write \(actual.serialized)"
        case (_, .string):
            return
                "the response has \(actual.typeNameWithArticle), the workflow a text: write \(actual.serialized) without quotes"
        default: return nil
        }
    }
}

private struct NotEqualsMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let unwanted = try operand.evaluate(in: scope)
        return actual.value != nil && actual.value != unwanted
            ? nil : Mismatch(expected: "anything but \(unwanted.serialized)")
    }
}
