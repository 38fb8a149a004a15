import Expressions
import Source

extension ExpectationOperator {
    static let not = ExpectationOperator(
        name: "not", operand: .named("expected"),
        summary: "a value that is there, but is not as given: a value or operators"
    ) { entry, reading, context in
        if let exists = entry.value.mapping?.first(where: { $0.key.value == "exists" }) {
            let isTrue = exists.value.scalar?.text == "true"
            return context.reject(
                .wrongOperand, "'not' needs something that is there", at: exists.key.range,
                help: "write exists: \(isTrue ? "false" : "true")")
        }
        return NotMatcher(unwanted: context.matcher(entry, reading), description: entry.value.summary)
    }
}

private struct NotMatcher: Matcher {
    let unwanted: PlacedMatcher
    /// What must not hold, as written.
    let description: String

    var canTakeLong: Bool { unwanted.matcher.canTakeLong }
    var operands: [ValueTemplate] { unwanted.matcher.operands }
    // That a text is another one cannot be seen of a text in its place.
    var readsCharacters: Bool { unwanted.matcher.readsCharacters || !operands.isEmpty }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard actual.value != nil, !actual.isEmptyNodelist,
            let mismatch = try unwanted.matcher.mismatch(actual, in: scope)
        else {
            return Mismatch(expected: "not \(description)")
        }
        guard mismatch.isOfWrongType || mismatch.looksEqual else { return nil }
        return Mismatch(
            expected: "not \(description)",
            help: mismatch.help ?? "this can be judged only for \(mismatch.expected)", isOfWrongType: true)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        unwanted.problems(actual.negated, in: scope)
    }
}
