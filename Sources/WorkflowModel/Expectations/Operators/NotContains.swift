import Expressions
import JSON

extension ExpectationOperator {
    static let notContains = ExpectationOperator(
        name: "not_contains", operand: .anything, summary: "a text without this part, or a list without this element"
    ) { entry, context in
        let actualType = context.actualType
        if actualType == .list { context.actualType = .anything }
        defer { context.actualType = actualType }
        return NotContainsMatcher(operand: context.expectedValue(entry.value))
    }
}

private struct NotContainsMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        switch (actual.value, part) {
        case (.string(let text)?, .string(let part)):
            if !text.utf8.containsSequence(part.utf8) { return nil }
            return Mismatch(expected: "a text without \(JSONValue.string(part).serialized)")
        case (.array(let elements)?, _):
            return elements.contains(part) ? Mismatch(expected: "a list without \(part.serialized)") : nil
        default:
            return Mismatch(expected: "a text or a list without \(part.serialized)", isOfWrongType: true)
        }
    }
}
