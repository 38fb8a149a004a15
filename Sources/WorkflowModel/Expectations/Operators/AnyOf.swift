import Expressions
import YAML

extension ExpectationOperator {
    static let anyOf = ExpectationOperator(
        name: "any_of", operand: .list(.named("expected")), summary: "at least one of a list of values and operators"
    ) { entry, context in
        let actualType = context.actualType
        if actualType == .list, entry.value.sequence?.contains(where: { $0.sequence != nil }) ?? false {
            context.actualType = .anything
        }
        defer { context.actualType = actualType }
        return context.alternatives(entry).map { AnyOfMatcher(matchers: $0) }
    }
}

private struct AnyOfMatcher: Matcher {
    let matchers: [any Matcher]

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

extension DecodingContext {
    /// The list under `all_of` and `any_of`.
    mutating func alternatives(_ entry: YAMLEntry) -> [any Matcher]? {
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return reject(.wrongOperand(entry, expected: "a list of values and operators"))
        }
        return nodes.map { matcher(YAMLEntry(key: entry.key, value: $0)) }
    }
}
