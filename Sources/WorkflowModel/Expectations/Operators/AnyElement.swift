import Expressions
import JSON

extension ExpectationOperator {
    static let any = ExpectationOperator(
        name: "any", operand: .named("expected"),
        summary: "a list of which at least one element is as expected: a value or operators"
    ) { entry, context in
        let actualType = context.actualType
        context.actualType = .anything
        defer { context.actualType = actualType }
        return AnyElementMatcher(element: context.matcher(entry), description: entry.value.summary)
    }
}

private struct AnyElementMatcher: Matcher {
    let element: any Matcher
    /// What is expected, as written.
    let description: String

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard case .array(let elements)? = actual.value else {
            return Mismatch(
                expected: "a list with an element: \(description)",
                help: actual.value.map { "the response has \($0.typeNameWithArticle)" }, isOfWrongType: true)
        }
        for value in elements where try element.mismatch(ActualValue(value), in: scope) == nil { return nil }
        return Mismatch(
            expected: "an element: \(description)",
            help: elements.isEmpty ? "the list is empty" : "none of its \(elements.count) elements is so")
    }
}
