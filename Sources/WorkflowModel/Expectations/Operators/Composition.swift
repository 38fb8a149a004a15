import Expressions
import Source
import YAML

extension ExpectationOperator {
    static let allOf = ExpectationOperator(
        name: "all_of", operand: .list(.named("expected")), summary: "all of these values and operators"
    ) { entry, reading, context in
        context.alternatives(entry, reading).map { AllMatcher(matchers: $0) }
    }

    static let anyOf = ExpectationOperator(
        name: "any_of", operand: .list(.named("expected")), summary: "at least one of these values and operators"
    ) { entry, reading, context in
        context.alternatives(entry, reading).map { AnyOfMatcher(matchers: $0) }
    }
}

extension DecodingContext {
    fileprivate mutating func alternatives(_ entry: YAMLEntry, _ reading: OperandReading) -> [PlacedMatcher]? {
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return reject(.wrongOperand(entry, expected: "a list of values and operators"))
        }
        return nodes.map { matcher(YAMLEntry(key: entry.key, value: $0), reading) }
    }
}

/// Holds if every one of its matchers holds; otherwise one of them says why.
struct AllMatcher: Matcher {
    let matchers: [PlacedMatcher]

    var canTakeLong: Bool { matchers.contains(where: \.matcher.canTakeLong) }
    var readsCharacters: Bool { matchers.contains(where: \.matcher.readsCharacters) }
    var needsAbsence: Bool { matchers.contains(where: \.matcher.needsAbsence) }
    var operands: [ValueTemplate] { matchers.flatMap(\.matcher.operands) }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var first: Mismatch?
        for matcher in matchers {
            guard let mismatch = try matcher.matcher.mismatch(actual, in: scope) else { continue }
            // A matcher that could judge the value says more than one that could not.
            if !mismatch.isOfWrongType { return mismatch }
            first = first ?? mismatch
        }
        return first
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        matchers.flatMap { $0.problems(actual, in: scope) }
    }
}

private struct AnyOfMatcher: Matcher {
    let matchers: [PlacedMatcher]

    var canTakeLong: Bool { matchers.contains(where: \.matcher.canTakeLong) }
    var readsCharacters: Bool { matchers.contains(where: \.matcher.readsCharacters) }
    var needsAbsence: Bool { matchers.allSatisfy(\.matcher.needsAbsence) }
    var operands: [ValueTemplate] { matchers.flatMap(\.matcher.operands) }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var mismatches: [Mismatch] = []
        for matcher in matchers {
            guard let mismatch = try matcher.matcher.mismatch(actual, in: scope) else { return nil }
            mismatches.append(mismatch)
        }
        return Mismatch(
            expected: mismatches.map(\.expected).joined(separator: ", or "),
            isOfWrongType: mismatches.allSatisfy(\.isOfWrongType),
            looksEqual: mismatches.contains(where: \.looksEqual))
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        matchers.map { $0.problems(actual, in: scope) }.ofAlternatives(actual)
    }
}
