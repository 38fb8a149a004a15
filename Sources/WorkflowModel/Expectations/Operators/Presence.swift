import Expressions
import JSON

extension ExpectationOperator {
    static let exists = ExpectationOperator(
        name: "exists", operand: .boolean, summary: "true: something is there, be it null; false: nothing is there"
    ) { entry, _, context in
        context.boolean(entry).map { ExistsMatcher(isWanted: $0) }
    }

    static let isNull = ExpectationOperator(
        name: "is_null", operand: .boolean, summary: "true: there, and null; false: there, and not null"
    ) { entry, _, context in
        context.boolean(entry).map { IsNullMatcher(isWanted: $0) }
    }
}

private struct ExistsMatcher: Matcher {
    let isWanted: Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        (actual.value != nil && !actual.isEmptyNodelist) == isWanted
            ? nil : Mismatch(expected: isWanted ? "to be there" : "not to be there")
    }
}

private struct IsNullMatcher: Matcher {
    let isWanted: Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        let expected = Mismatch(expected: isWanted ? "null" : "a value that is not null")
        guard let value = actual.value else { return expected }
        return (value == .null) == isWanted ? nil : expected
    }
}
