import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let exists = ExpectationOperator(
        name: "exists", operand: .boolean,
        summary: "true: there is a value, even if it is null; false: there is no value"
    ) { entry, _, context in
        context.boolean(entry).map { ExistsMatcher(isWanted: $0) }
    }

    static let isNull = ExpectationOperator(
        name: "is_null", operand: .boolean, summary: "true: a value that is null; false: a value that is not null"
    ) { entry, _, context in
        context.boolean(entry).map { IsNullMatcher(isWanted: $0) }
    }
}

private struct ExistsMatcher: Matcher {
    let isWanted: Bool

    var readsCharacters: Bool { false }

    var needsAbsence: Bool { !isWanted }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        (actual.value != nil && !actual.isEmptyNodelist) == isWanted
            ? nil : Mismatch(expected: isWanted ? "to be there" : "not to be there")
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        // The list of the nodes of a path is always there, and judged by whether it is empty.
        guard !actual.canBeMissing, actual.types != .array else { return [] }
        let reason = "there is always such a value"
        return isWanted ? actual.alwaysTrue(reason, at: range) : actual.neverTrue(reason, at: range)
    }
}

private struct IsNullMatcher: Matcher {
    let isWanted: Bool

    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        let expected = Mismatch(expected: isWanted ? "null" : "a value that is not null")
        guard let value = actual.value else { return expected }
        return (value == .null) == isWanted ? nil : expected
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        guard !actual.types.contains(.null) else { return [] }
        return isWanted ? actual.neverTrue(at: range) : actual.alwaysTrue(actual.reason, at: range)
    }
}
