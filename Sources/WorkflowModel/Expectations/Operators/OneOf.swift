import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let oneOf = ExpectationOperator(
        name: "one_of", operand: .list(.anything), summary: "a value that is equal to one of these values"
    ) { entry, reading, context in
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a list of values"))
        }
        return OneOfMatcher(
            operands: nodes.map { context.expectedValue($0, reading) }, ranges: nodes.map(\.range))
    }
}

struct OneOfMatcher: Matcher {
    let operands: [ValueTemplate]
    let ranges: [SourceRange]

    // Of two hidden values, the same text stands for the same value.
    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var expected: [JSONValue] = []
        for operand in operands { expected.append(try operand.evaluate(in: scope)) }
        if let value = actual.value, expected.contains(value) { return nil }
        let differences = actual.value.map { value in expected.map { ValueDifference(value, from: $0) } } ?? []
        let isOfWrongType = !differences.isEmpty && differences.allSatisfy(\.isOfWrongType)
        return Mismatch(
            expected: "one of \(expected.map(\.serialized).joined(separator: ", "))",
            help: isOfWrongType ? actual.typeHint : nil, isOfWrongType: isOfWrongType,
            looksEqual: differences.contains(where: \.looksEqual))
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        zip(operands, ranges).map { EqualsMatcher(operand: $0).problems(actual, at: $1, in: scope) }
            .ofAlternatives(actual)
    }
}

extension [[OperandProblem]] {
    /// The problems of alternatives of which one is enough. A response that is as documented can be one of them, so
    /// alternatives for other responses are no problem there.
    func ofAlternatives(_ actual: KnownActual) -> [OperandProblem] {
        let isEnough = contains(where: \.isEmpty)
        let canBeList = actual.types == .array && isEnough
        return !actual.isNegated && isEnough && actual.isDocumented || canBeList ? [] : flatMap(\.self)
    }
}
