import Expressions
import JSON

extension ExpectationOperator {
    static let exists = ExpectationOperator(
        name: "exists", operand: .boolean, summary: "true: something is there, be it null; false: nothing is there"
    ) { entry, context in
        context.boolean(entry).map { ExistsMatcher(isWanted: $0) }
    }
}

private struct ExistsMatcher: Matcher {
    let isWanted: Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        (actual.value != nil && !actual.isEmptyNodelist) == isWanted
            ? nil : Mismatch(expected: isWanted ? "to be there" : "not to be there")
    }
}
