import Expressions

extension ExpectationOperator {
    static let isNull = ExpectationOperator(
        name: "is_null", operand: .boolean, summary: "true: there, and null; false: there, and not null"
    ) { entry, context in
        context.boolean(entry).map { IsNullMatcher(isWanted: $0) }
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
