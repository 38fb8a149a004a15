import Expressions
import JSON
import Times

extension ExpectationOperator {
    static let between = ExpectationOperator(
        name: "between", operand: .list(.anything, minimum: 2, maximum: 2),
        summary: "a number from the first to the second of two, both included"
    ) { entry, _, context in
        guard let nodes = entry.value.sequence, nodes.count == 2 else {
            return context.reject(.wrongOperand(entry, expected: "a list of two numbers, such as [200, 299]"))
        }
        let operands = nodes.map { context.openValue($0) }
        let numbers = operands.compactMap(\.literal).map { literal -> JSONNumber? in
            if case .number(let number) = literal { number } else { nil }
        }
        guard !numbers.contains(nil) else {
            return context.reject(
                .wrongOperand(
                    entry, expected: "two numbers",
                    help: nodes.contains { $0.scalar.map { parseTimestamp($0.text) != nil } ?? false }
                        ? "times are compared with 'before' and 'after'" : nil))
        }
        if let low = numbers.first ?? nil, numbers.count == 2, let high = numbers[1], high < low {
            return context.reject(.wrongOperand(entry, expected: "the smaller number first"))
        }
        return BetweenMatcher(low: operands[0], high: operands[1])
    }
}

private struct BetweenMatcher: Matcher {
    let low: ValueTemplate
    let high: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let (low, high) = (try low.evaluate(in: scope), try high.evaluate(in: scope))
        if case .number(let low) = low, case .number(let high) = high, case .number(let value)? = actual.value,
            low <= value, value <= high
        {
            return nil
        }
        return Mismatch(
            expected: "a number from \(low.serialized) to \(high.serialized)",
            isOfWrongType: actual.value?.typeName != "number")
    }
}
