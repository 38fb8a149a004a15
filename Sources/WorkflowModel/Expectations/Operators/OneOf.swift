import Expressions
import JSON

extension ExpectationOperator {
    static let oneOf = ExpectationOperator(
        name: "one_of", operand: .list(.anything), summary: "equal to one of the values of a list"
    ) { entry, actual, context in
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a list of values"))
        }
        let actual = actual.comparedWithAny(of: nodes)
        return OneOfMatcher(operands: nodes.map { context.expectedValue($0, of: actual) })
    }
}

private struct OneOfMatcher: Matcher {
    let operands: [ValueTemplate]

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var expected: [JSONValue] = []
        for operand in operands { expected.append(try operand.evaluate(in: scope)) }
        if let value = actual.value, expected.contains(value) { return nil }
        return Mismatch(expected: "one of \(expected.map(\.serialized).joined(separator: ", "))")
    }
}
