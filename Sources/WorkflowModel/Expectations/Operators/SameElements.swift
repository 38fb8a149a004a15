import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let sameElements = ExpectationOperator(
        name: "same_elements", operand: .list(.anything),
        summary: "a list with exactly these elements, each as often as here, in any order"
    ) { entry, reading, context in
        guard let nodes = entry.value.sequence else {
            return context.reject(.wrongOperand(entry, expected: "a list of elements"))
        }
        return SameElementsMatcher(
            operands: nodes.map { context.expectedValue($0, reading) }, ranges: nodes.map(\.range))
    }
}

private struct SameElementsMatcher: Matcher {
    let operands: [ValueTemplate]
    let ranges: [SourceRange]

    // Of two hidden values, the same text stands for the same value.
    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var expected: [JSONValue] = []
        for operand in operands { expected.append(try operand.evaluate(in: scope)) }
        let text = "in any order: \(JSONValue.array(expected).serialized)"
        guard let elements = actual.elements else {
            return Mismatch(expected: text, help: actual.typeHint, isOfWrongType: true)
        }
        let missing = expected.withoutElements(of: elements)
        let unexpected = elements.withoutElements(of: expected)
        if missing.isEmpty, unexpected.isEmpty { return nil }
        let parts = [("it lacks", missing), ("it also has", unexpected)].filter { !$0.1.isEmpty }
        let looksEqual =
            missing.count == unexpected.count && missing.count <= 100
            && missing.allSatisfy { lacking in
                unexpected.contains { ValueDifference($0, from: lacking).looksEqual }
            }
        return Mismatch(
            expected: text,
            help: parts.map { "\($0.0) \($0.1.map(\.serialized).joined(separator: ", "))" }.joined(separator: "; "),
            looksEqual: looksEqual)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.isHeader ? [] : actual.unjudgeable("same_elements", needs: .array, at: range)
        guard unjudgeable.isEmpty else { return unjudgeable }
        return zip(operands, ranges).flatMap {
            EqualsMatcher(operand: $0).problems(actual.element, at: $1, in: scope)
        }
    }
}

extension [JSONValue] {
    /// The elements that are left if each of `others` takes one equal element away, in their order.
    func withoutElements(of others: [JSONValue]) -> [JSONValue] {
        var counts: [JSONValue: Int] = [:]
        for other in others { counts[other, default: 0] += 1 }
        return filter { element in
            guard let count = counts[element], count > 0 else { return true }
            counts[element] = count - 1
            return false
        }
    }
}
