import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let equals = ExpectationOperator(
        name: "equals", operand: .anything,
        summary: "the same value of the same type: 0 is not \"0\", but 1 is 1.0"
    ) { entry, reading, context in
        EqualsMatcher(operand: context.expectedValue(entry.value, reading))
    }

    static let notEquals = ExpectationOperator(
        name: "not_equals", operand: .anything, summary: "another value of the same type"
    ) { entry, reading, context in
        NotEqualsMatcher(operand: context.expectedValue(entry.value, reading))
    }
}

struct EqualsMatcher: Matcher {
    let operand: ValueTemplate

    // Of two hidden values, the same text stands for the same value.
    var readsCharacters: Bool { false }

    var operands: [ValueTemplate] { [operand] }
    var onlyValue: JSONValue? { operand.literal }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let expected = try operand.evaluate(in: scope)
        if actual.value == expected { return nil }
        guard let value = actual.value else { return Mismatch(expected: expected.serialized) }
        let difference = ValueDifference(value, from: expected)
        return Mismatch(
            expected: expected.serialized, help: hint(value, expected, difference),
            isOfWrongType: difference.isOfWrongType, looksEqual: difference.looksEqual)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        var problems: [OperandProblem] = []
        guard let value = operand.known(in: scope, &problems) else { return problems }
        return actual.inequality(value, at: range, of: operand)
    }

    private func hint(_ actual: JSONValue, _ expected: JSONValue, _ difference: ValueDifference) -> String? {
        if difference.isOfWrongType { return operand.typeHint(actual, expected) }
        if case .string(let actual) = actual, case .string(let expected) = expected {
            return textDifference(between: actual, and: expected)
        }
        return nil
    }
}

private struct NotEqualsMatcher: Matcher {
    let operand: ValueTemplate

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let unwanted = try operand.evaluate(in: scope)
        let expected = "anything but \(unwanted.serialized)"
        guard let value = actual.value else { return Mismatch(expected: expected) }
        if value == unwanted { return Mismatch(expected: expected) }
        let difference = ValueDifference(value, from: unwanted)
        guard difference.isOfWrongType || difference.looksEqual else { return nil }
        return Mismatch(
            expected: "\(expected), of the same type",
            help: operand.typeHint(value, unwanted) ?? actual.typeHint, isOfWrongType: true)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        EqualsMatcher(operand: operand).problems(actual.negated, at: range, in: scope)
    }
}

extension ValueTemplate {
    /// Names both types of values of two types, and what to write.
    fileprivate func typeHint(_ actual: JSONValue, _ expected: JSONValue) -> String? {
        guard actual.typeName != expected.typeName else { return nil }
        func words(_ value: JSONValue) -> String { JSONTypes(of: value).text }
        let found = "the response has \(words(actual))"
        guard case .literal = self else {
            let function: String? =
                switch actual {
                case .string: "string"
                case .number: "number"
                case .bool: "boolean"
                case .null, .array, .object: nil
                }
            let gives = "\(found), the expression gives \(words(expected))"
            guard let function else { return gives }
            if case .expression(.reference(let reference)) = self {
                return "\(gives): write ${{ \(function)(\(reference.text)) }}"
            }
            return "\(gives): convert it with \(function)(…)"
        }
        let gives = "\(found), the workflow \(words(expected))"
        switch (actual, expected) {
        case (.string, .number), (.string, .bool):
            return "\(gives): write \(JSONValue.string(expected.serialized).serialized)"
        case (.number, .string(let text)) where JSONNumber(text) != nil,
            (.bool, .string(let text)) where ["true", "false"].contains(text):
            return "\(gives): write \(text) without quotes"
        default: return gives
        }
    }
}
