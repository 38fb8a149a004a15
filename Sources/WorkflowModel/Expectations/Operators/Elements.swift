import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let each = ExpectationOperator(
        name: "each", operand: .named("expected"),
        summary: "a list, not empty, in which every element is as given: a value or operators"
    ) { entry, reading, context in
        EachMatcher(element: context.matcher(entry, reading))
    }

    static let any = ExpectationOperator(
        name: "any", operand: .named("expected"),
        summary: "a list in which at least one element is as given: a value or operators"
    ) { entry, reading, context in
        AnyElementMatcher(
            element: context.matcher(entry, reading), description: entry.value.summary)
    }
}

private struct EachMatcher: Matcher {
    let element: PlacedMatcher

    var canTakeLong: Bool { element.matcher.canTakeLong }
    var readsCharacters: Bool { element.matcher.readsCharacters }
    var operands: [ValueTemplate] { element.matcher.operands }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let elements = actual.elements, !elements.isEmpty else {
            return Mismatch(
                expected: "a list with elements",
                help: actual.value.map {
                    $0 == .array([]) ? "the list is empty" : "the response has \($0.typeNameWithArticle)"
                }, isOfWrongType: true)
        }
        for (index, value) in elements.enumerated() {
            guard let mismatch = try element.matcher.mismatch(actual.element(value), in: scope) else { continue }
            return Mismatch(
                expected: "every element: \(mismatch.expected)", help: "element [\(index)] is \(value.serialized)",
                isOfWrongType: mismatch.isOfWrongType, looksEqual: mismatch.looksEqual)
        }
        return nil
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        actual.problems(ofElements: element, "each", at: range, in: scope)
    }
}

private struct AnyElementMatcher: Matcher {
    let element: PlacedMatcher
    /// What is expected, as written.
    let description: String

    var canTakeLong: Bool { element.matcher.canTakeLong }
    var readsCharacters: Bool { element.matcher.readsCharacters }
    var operands: [ValueTemplate] { element.matcher.operands }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let elements = actual.elements else {
            return Mismatch(
                expected: "a list with an element: \(description)",
                help: actual.typeHint, isOfWrongType: true)
        }
        var isOfWrongType = !elements.isEmpty
        var looksEqual = false
        for value in elements {
            guard let mismatch = try element.matcher.mismatch(actual.element(value), in: scope) else { return nil }
            isOfWrongType = isOfWrongType && mismatch.isOfWrongType
            looksEqual = looksEqual || mismatch.looksEqual
        }
        return Mismatch(
            expected: "an element: \(description)",
            help: elements.isEmpty ? "the list is empty" : "none of its \(elements.count) elements matches",
            isOfWrongType: isOfWrongType, looksEqual: looksEqual)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        actual.problems(ofElements: element, "any", at: range, in: scope)
    }
}

extension KnownActual {
    fileprivate func problems(
        ofElements matcher: PlacedMatcher, _ name: String, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = isHeader ? [] : unjudgeable(name, needs: .array, at: range)
        return unjudgeable.isEmpty ? matcher.problems(element, in: scope) : unjudgeable
    }
}
