import Expressions
import JSON

extension ExpectationOperator {
    static let each = ExpectationOperator(
        name: "each", operand: .named("expected"),
        summary: "a list, not empty, of which every element is as expected: a value or operators"
    ) { entry, context in
        let actualType = context.actualType
        context.actualType = .anything
        defer { context.actualType = actualType }
        return EachMatcher(element: context.matcher(entry))
    }
}

private struct EachMatcher: Matcher {
    let element: any Matcher

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard case .array(let elements)? = actual.value, !elements.isEmpty else {
            return Mismatch(
                expected: "a list with elements",
                help: actual.value.map {
                    $0 == .array([]) ? "the list is empty" : "the response has \($0.typeNameWithArticle)"
                }, isOfWrongType: true)
        }
        for (index, value) in elements.enumerated() {
            guard let mismatch = try element.mismatch(ActualValue(value), in: scope) else { continue }
            return Mismatch(
                expected: "every element: \(mismatch.expected)", help: "element [\(index)] is \(value.serialized)",
                isOfWrongType: mismatch.isOfWrongType)
        }
        return nil
    }
}
