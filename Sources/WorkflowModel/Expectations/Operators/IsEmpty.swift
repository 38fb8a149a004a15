import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let isEmpty = ExpectationOperator(
        name: "is_empty", operand: .boolean,
        summary: "true: an empty string, list or object; false: a string, list or object that is not empty"
    ) { entry, _, context in
        context.boolean(entry).map { IsEmptyMatcher(isWanted: $0) }
    }
}

private struct IsEmptyMatcher: Matcher {
    let isWanted: Bool

    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        let isEmpty: Bool? =
            switch actual.value {
            case .string(let text)?: text.isEmpty
            case .array(let elements)?: elements.isEmpty
            case .object(let object)?: object.count == 0
            default: nil
            }
        guard isEmpty != isWanted else { return nil }
        return Mismatch(
            expected: isWanted
                ? "an empty string, list or object" : "a string, list or object with something in it",
            help: isEmpty == nil ? actual.typeHint : nil,
            isOfWrongType: isEmpty == nil)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        actual.unjudgeable("is_empty", needs: [.string, .array, .object], at: range)
    }
}
