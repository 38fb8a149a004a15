import Expressions
import JSON

extension ExpectationOperator {
    static let each = ExpectationOperator(
        name: "each", operand: .named("expected"),
        summary: "a list, not empty, of which every element is as expected: a value or operators"
    ) { entry, actual, context in
        EachMatcher(element: context.matcher(entry, of: actual.with(.anything)))
    }

    static let any = ExpectationOperator(
        name: "any", operand: .named("expected"),
        summary: "a list of which at least one element is as expected: a value or operators"
    ) { entry, actual, context in
        AnyElementMatcher(
            element: context.matcher(entry, of: actual.with(.anything)), description: entry.value.summary)
    }
}

private struct EachMatcher: Matcher {
    let element: any Matcher

    var canTakeLong: Bool { element.canTakeLong }

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

private struct AnyElementMatcher: Matcher {
    let element: any Matcher
    /// What is expected, as written.
    let description: String

    var canTakeLong: Bool { element.canTakeLong }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard case .array(let elements)? = actual.value else {
            return Mismatch(
                expected: "a list with an element: \(description)",
                help: actual.typeHint, isOfWrongType: true)
        }
        for value in elements where try element.mismatch(ActualValue(value), in: scope) == nil { return nil }
        return Mismatch(
            expected: "an element: \(description)",
            help: elements.isEmpty ? "the list is empty" : "none of its \(elements.count) elements is so")
    }
}
