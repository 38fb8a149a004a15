extension ExpectationOperator {
    static let not = ExpectationOperator(
        name: "not", operand: .named("expected"), summary: "there, and not as given: a value or operators"
    ) { entry, context in
        NotMatcher(unwanted: context.matcher(entry), description: entry.value.summary)
    }
}

private struct NotMatcher: Matcher {
    let unwanted: any Matcher
    /// What is not to hold, as it is written.
    let description: String

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        if actual.value != nil, try unwanted.mismatch(actual, in: scope) != nil { return nil }
        return Mismatch(expected: "not \(description)")
    }
}
