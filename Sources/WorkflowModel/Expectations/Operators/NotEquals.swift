import Expressions
import JSON

extension ExpectationOperator {
    static let notEquals = ExpectationOperator(
        name: "not_equals", operand: .anything, summary: "there, and another value"
    ) { entry, context in
        context.isNegated = true
        defer { context.isNegated = false }
        return NotEqualsMatcher(operand: context.expectedValue(entry.value))
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
