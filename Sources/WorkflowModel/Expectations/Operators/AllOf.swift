extension ExpectationOperator {
    static let allOf = ExpectationOperator(
        name: "all_of", operand: .list(.named("expected")), summary: "every one of a list of values and operators"
    ) { entry, context in
        context.alternatives(entry).map { AllMatcher(matchers: $0) }
    }
}
