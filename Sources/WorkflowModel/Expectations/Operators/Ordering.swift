import Expressions
import JSON
import Source
import Times
import YAML

/// Compares two numbers by their exact values.
private struct OrderingMatcher: Matcher {
    let operand: ValueTemplate
    let name: String
    let range: SourceRange
    /// For messages: `greater than`.
    let relation: String
    let holds: @Sendable (JSONNumber, JSONNumber) -> Bool

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let bound = try operand.evaluate(in: scope)
        guard case .number(let bound) = bound else { throw .notANumber(bound, at: range) }
        guard let value = actual.number else {
            return Mismatch(
                expected: "a number \(relation) \(bound.text)", help: actual.typeHint, isOfWrongType: true)
        }
        return holds(value, bound) ? nil : Mismatch(expected: "a number \(relation) \(bound.text)")
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable(name, needs: actual.numberTypes, at: range)
        guard unjudgeable.isEmpty else { return unjudgeable }
        guard let bound = operand.knownNumber(in: scope, at: range) else { return [] }
        switch bound {
        case .failure(let problem): return [problem.problem]
        case .success(let bound):
            guard let numbers = actual.range else { return [] }
            // A relation to a fixed number is monotone, so the ends decide.
            let ends = [numbers.lowerBound, numbers.upperBound].map { holds(JSONNumber($0), bound) }
            if ends == [true, true] { return actual.alwaysTrue(actual.outside(numbers), at: range) }
            if ends == [false, false] { return actual.neverTrue(actual.outside(numbers), at: range) }
            return []
        }
    }
}

/// Why an operand is not the number that is needed.
struct NumberProblem: Error {
    let problem: OperandProblem
}

extension ValueTemplate {
    /// The number, as far as the scope knows it; nil if it is not known yet.
    func knownNumber(
        in scope: some ExpressionScope, at range: SourceRange
    ) -> Result<JSONNumber, NumberProblem>? {
        var problems: [OperandProblem] = []
        guard let value = known(in: scope, &problems) else {
            return problems.first.map { .failure(NumberProblem(problem: $0)) }
        }
        if case .number(let number) = value { return .success(number) }
        let help = KnownActual.length.conversion(of: value, self)
        let error = EvaluationError.notANumber(value, at: range)
        return .failure(
            NumberProblem(
                problem: OperandProblem(.error(.wrongOperand, error.message, at: range, help: help), self)))
    }
}

extension KnownActual {
    /// The types that are compared as numbers.
    var numberTypes: JSONTypes { isHeader ? [.number, .string] : .number }
}

extension EvaluationError {
    static func notANumber(_ value: JSONValue, at range: SourceRange) -> EvaluationError {
        EvaluationError(
            message: "the number to compare with is \(value.typeNameWithArticle), \(value.serialized)", range: range)
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
                operand: operand, name: name, range: entry.value.range, relation: relation, holds: holds)
        }
    }
}
