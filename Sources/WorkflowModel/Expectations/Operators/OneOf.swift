import Expressions
import JSON

extension ExpectationOperator {
    static let oneOf = ExpectationOperator(
        name: "one_of", operand: .list(.anything), summary: "equal to one of the values of a list"
    ) { entry, context in
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a list of values"))
        }
        // If one of the values is a list, the others need not be lists: one value that can be equal is enough.
        let actualType = context.actualType
        if actualType == .list, nodes.contains(where: { $0.sequence != nil }) { context.actualType = .anything }
        defer { context.actualType = actualType }
        return OneOfMatcher(operands: nodes.map { context.expectedValue($0) })
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
