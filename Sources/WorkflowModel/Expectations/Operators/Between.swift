import Expressions
import JSON
import Source
import Times

extension ExpectationOperator {
    static let between = ExpectationOperator(
        name: "between", operand: .list(.anything, minimum: 2, maximum: 2),
        summary: "a number from the first to the second, both included"
    ) { entry, _, context in
        guard let nodes = entry.value.sequence, nodes.count == 2 else {
            return context.reject(.wrongOperand(entry, expected: "a list of two numbers, for example [200, 299]"))
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
        return BetweenMatcher(low: operands[0], high: operands[1], range: entry.value.range)
    }
}

private struct BetweenMatcher: Matcher {
    let low: ValueTemplate
    let high: ValueTemplate
    let range: SourceRange

    var operands: [ValueTemplate] { [low, high] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let bounds = (try low.evaluate(in: scope), try high.evaluate(in: scope))
        guard case .number(let low) = bounds.0 else { throw .notANumber(bounds.0, at: range) }
        guard case .number(let high) = bounds.1 else { throw .notANumber(bounds.1, at: range) }
        if let value = actual.number, low <= value, value <= high { return nil }
        return Mismatch(
            expected: "a number from \(low.text) to \(high.text)",
            help: actual.number == nil ? actual.typeHint : nil, isOfWrongType: actual.number == nil)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable("between", needs: actual.numberTypes, at: range)
        guard unjudgeable.isEmpty else { return unjudgeable }
        var bounds: [JSONNumber] = []
        for operand in operands {
            switch operand.knownNumber(in: scope, at: range) {
            case nil: break
            case .failure(let problem)?: return [problem.problem]
            case .success(let bound)?: bounds.append(bound)
            }
        }
        guard bounds.count == 2 else { return [] }
        if bounds[1] < bounds[0] {
            return actual.neverTrue("the first number is greater than the second", at: range, operand: high)
        }
        guard let numbers = actual.range else { return [] }
        let (least, most) = (JSONNumber(numbers.lowerBound), JSONNumber(numbers.upperBound))
        if bounds[1] < least || bounds[0] > most { return actual.neverTrue(actual.outside(numbers), at: range) }
        if bounds[0] <= least, bounds[1] >= most { return actual.alwaysTrue(actual.outside(numbers), at: range) }
        return []
    }
}
