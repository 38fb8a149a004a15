import Expressions
import YAML

extension ExpectationOperator {
    static let allOf = ExpectationOperator(
        name: "all_of", operand: .list(.named("expected")), summary: "every one of a list of values and operators"
    ) { entry, actual, context in
        context.alternatives(entry, of: actual).map { AllMatcher(matchers: $0) }
    }

    static let anyOf = ExpectationOperator(
        name: "any_of", operand: .list(.named("expected")), summary: "at least one of a list of values and operators"
    ) { entry, actual, context in
        let actual = actual.comparedWithAny(of: entry.value.sequence ?? [])
        return context.alternatives(entry, of: actual).map { AnyOfMatcher(matchers: $0) }
    }
}

extension DecodingContext {
    fileprivate mutating func alternatives(_ entry: YAMLEntry, of actual: KnownActual) -> [any Matcher]? {
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return reject(.wrongOperand(entry, expected: "a list of values and operators"))
        }
        return nodes.map { matcher(YAMLEntry(key: entry.key, value: $0), of: actual) }
    }
}

/// Holds if every one of its matchers holds; otherwise one of them says why.
struct AllMatcher: Matcher {
    let matchers: [any Matcher]

    var canTakeLong: Bool { matchers.contains(where: \.canTakeLong) }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var first: Mismatch?
        for matcher in matchers {
            guard let mismatch = try matcher.mismatch(actual, in: scope) else { continue }
            // A matcher that could judge the value says more than one that could not.
            if !mismatch.isOfWrongType { return mismatch }
            first = first ?? mismatch
        }
        return first
    }
}

private struct AnyOfMatcher: Matcher {
    let matchers: [any Matcher]

    var canTakeLong: Bool { matchers.contains(where: \.canTakeLong) }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var expected: [String] = []
        var isOfWrongType = true
        for matcher in matchers {
            guard let mismatch = try matcher.mismatch(actual, in: scope) else { return nil }
            expected.append(mismatch.expected)
            isOfWrongType = isOfWrongType && mismatch.isOfWrongType
        }
        return Mismatch(expected: expected.joined(separator: ", or "), isOfWrongType: isOfWrongType)
    }
}
