import Expressions

extension ExpectationOperator {
    static let not = ExpectationOperator(
        name: "not", operand: .named("expected"), summary: "there, and not as given: a value or operators"
    ) { entry, actual, context in
        if let exists = entry.value.mapping?.first(where: { $0.key.value == "exists" }) {
            let isTrue = exists.value.scalar?.text == "true"
            return context.reject(
                .wrongOperand, "'not' needs something that is there", at: exists.key.range,
                help: "write exists: \(isTrue ? "false" : "true")")
        }
        return NotMatcher(unwanted: context.matcher(entry, of: actual.negated), description: entry.value.summary)
    }
}

private struct NotMatcher: Matcher {
    let unwanted: any Matcher
    /// What must not hold, as written.
    let description: String

    var canTakeLong: Bool { unwanted.canTakeLong }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard actual.value != nil, let mismatch = try unwanted.mismatch(actual, in: scope) else {
            return Mismatch(expected: "not \(description)")
        }
        guard mismatch.isOfWrongType else { return nil }
        return Mismatch(
            expected: "not \(description)", help: "this can be judged only of \(mismatch.expected)", isOfWrongType: true
        )
    }
}
