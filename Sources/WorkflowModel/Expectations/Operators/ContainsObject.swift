import Contract
import Expressions
import JSON
import Source
import YAML

extension ExpectationOperator {
    static let containsObject = ExpectationOperator(
        name: "contains_object", operand: .open(.anything),
        summary: "an object with these properties, at any depth; it may have others, and so may objects in its lists"
    ) { entry, _, context in
        guard let members = entry.value.mapping, !members.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a mapping of properties"))
        }
        context.reportOperators(in: entry.value)
        return ContainsObjectMatcher(operand: context.openValue(entry.value))
    }
}

extension DecodingContext {
    /// Operators that no API would take as the names of members.
    private static let unmistakableOperators: Set<String> = [
        "equals", "not_equals", "gt", "gte", "lt", "lte", "one_of", "not_contains", "starts_with", "ends_with",
        "matches",
        "is_null", "is_empty", "contains_object", "contains_all", "same_elements", "all_of", "any_of",
    ]

    /// Reports operators within the members: there they are values like any other.
    fileprivate mutating func reportOperators(in node: YAMLNode) {
        for child in node.sequence ?? [] { reportOperators(in: child) }
        for member in node.mapping ?? [] {
            if let first = member.value.mapping?.first, Self.unmistakableOperators.contains(first.key.value) {
                report(
                    .wrongOperand, "'\(first.key.value)' would be the name of a property here, not an operator",
                    at: first.key.range, help: "write it under its own path")
            } else {
                reportOperators(in: member.value)
            }
        }
    }
}

private struct ContainsObjectMatcher: Matcher {
    let operand: ValueTemplate

    // Of two hidden values, the same text stands for the same value.
    var readsCharacters: Bool { false }

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let expected = try operand.evaluate(in: scope)
        guard let value = actual.value else { return Mismatch(expected: "an object with \(expected.serialized)") }
        guard let difference = PartialDifference.first(expected, value, at: "") else { return nil }
        return Mismatch(
            expected: "an object with \(expected.serialized)", help: difference.text,
            isOfWrongType: difference.isOfWrongType, looksEqual: difference.looksEqual)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable("contains_object", needs: .object, at: range)
        guard unjudgeable.isEmpty, !actual.shapes.isEmpty else { return unjudgeable }
        var problems: [OperandProblem] = []
        guard let value = operand.known(in: scope, &problems) else { return problems }
        guard let gap = DocumentedGap.first(value, actual.shapes, at: "") else { return [] }
        return actual.neverTrue(gap, at: range, operand: operand)
    }
}

/// Where no documented object can contain an expected one.
private enum DocumentedGap {
    /// The first member that is not documented, or is documented as another type; nil if there is none.
    static func first(_ expected: JSONValue, _ shapes: [AnswerShape], at path: String) -> String? {
        let types = AnswerShape.types(of: shapes)
        guard types.contains(JSONTypes(of: expected)) else { return "the API documents '\(path)' as \(types.text)" }
        guard case .object(let object) = expected else { return nil }
        for member in object.members {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            let below = shapes.compactMap { $0.member(member.name)?.shape }
            if below.isEmpty { return "the API documents no '\(place)' there" }
            if let gap = first(member.value, below, at: place) { return gap }
        }
        return nil
    }
}

/// Where a value lacks a part of an expected one.
private struct PartialDifference {
    let text: String
    var isOfWrongType = false
    var looksEqual = false

    /// The first member that is missing or differs; nil if there is none. Lists have the same number of elements in the
    /// same order, and objects within them can have other members too.
    static func first(_ expected: JSONValue, _ actual: JSONValue, at path: String) -> PartialDifference? {
        switch (expected, actual) {
        case (.object(let wanted), .object(let found)):
            for member in wanted.members {
                let place = path.isEmpty ? member.name : "\(path).\(member.name)"
                guard let value = found[member.name] else { return PartialDifference(text: "'\(place)' is missing") }
                if let difference = first(member.value, value, at: place) { return difference }
            }
            return nil
        case (.array(let wanted), .array(let found)) where wanted.count == found.count:
            for (index, pair) in zip(wanted, found).enumerated() {
                if let difference = first(pair.0, pair.1, at: "\(path)[\(index)]") { return difference }
            }
            return nil
        case (.array(let wanted), .array(let found)):
            return PartialDifference(
                text: "'\(path)' has \(found.count) elements, expected \(wanted.count)")
        default:
            if expected == actual { return nil }
            let difference = ValueDifference(actual, from: expected)
            return PartialDifference(
                text: "\(path.isEmpty ? "it" : "'\(path)'") is \(actual.serialized)",
                isOfWrongType: difference.isOfWrongType, looksEqual: difference.looksEqual)
        }
    }
}
