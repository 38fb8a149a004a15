import Expressions
import JSON
import Source
import Spelling
import YAML

/// An operator of expectations, such as `contains`. To add one, add a file to `Operators` and a line to `all`.
package struct ExpectationOperator: Sendable {
    package let name: String
    /// The shape of its operand.
    package let operand: ValueShape
    /// What must hold, in one line.
    package let summary: String
    let decode: @Sendable (YAMLEntry, inout DecodingContext) -> (any Matcher)?

    init(
        name: String, operand: ValueShape, summary: String,
        decode: @escaping @Sendable (YAMLEntry, inout DecodingContext) -> (any Matcher)?
    ) {
        self.name = name
        self.operand = operand
        self.summary = summary
        self.decode = decode
    }

    package static let all: [ExpectationOperator] = [
        .equals, .notEquals, .gt, .gte, .lt, .lte, .between, .oneOf,
        .contains, .notContains, .startsWith, .endsWith, .matches,
        .exists, .isNull, .isEmpty, .type, .format,
        .length, .each, .any, .containsObject,
        .before, .after,
        .not, .allOf, .anyOf,
    ]

    /// What to write instead of the operators of other tools.
    private static let foreign = [
        "eq": "equals", "is": "equals", "equal": "equals", "==": "equals", "ne": "not_equals", "neq": "not_equals",
        "!=": "not_equals", "is_not": "not_equals", "greater": "gt", "greater_than": "gt", "above": "gt", ">": "gt",
        ">=": "gte", "ge": "gte", "le": "lte", "less": "lt", "less_than": "lt", "below": "lt", "<": "lt", "<=": "lte",
        "min": "gte", "max": "lte",
        "in": "one_of", "enum": "one_of", "nin": "not: { one_of: [ … ] }", "not_in": "not: { one_of: [ … ] }",
        "includes": "contains", "include": "contains", "not_matches": "not: { matches: … }", "match": "matches",
        "regex": "matches", "pattern": "matches", "present": "exists", "defined": "exists",
        "not_exists": "exists: false", "absent": "exists: false", "null": "is_null", "not_null": "is_null: false",
        "is_not_null": "is_null: false", "empty": "is_empty", "not_empty": "is_empty: false",
        "is_not_empty": "is_empty: false", "size": "length", "count": "length", "every": "each", "all": "each",
        "some": "any", "or": "any_of", "and": "all_of", "range": "between", "like": "matches",
    ]

    /// What to write instead of an unknown name.
    static func closest(to name: String) -> String? {
        foreign[name.snakeCased] ?? closestName(to: name, among: all.map(\.name))
    }
}

extension String {
    /// `greaterThan` as `greater_than`.
    fileprivate var snakeCased: String {
        reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text += "_" }
            text += character.lowercased()
        }
    }
}

extension DecodingContext {
    /// What is expected of one subject: a plain value, or a mapping of operators, all of which must hold.
    mutating func matchers(_ entry: YAMLEntry) -> [(matcher: any Matcher, range: SourceRange)] {
        guard let operators = entry.value.mapping else {
            let range = entry.value.range.isEmpty ? entry.key.range : entry.value.range
            return [(EqualsMatcher(operand: expectedValue(entry.value)), range)]
        }
        if operators.isEmpty {
            report(.nothingExpected(at: entry.value.range))
        }
        return operators.compactMap { operand in
            guard let found = ExpectationOperator.all.first(where: { $0.name == operand.key.value }) else {
                return reject(.unknownOperator(operand.key))
            }
            let range = operand.value.range.isEmpty ? operand.key.range : operand.value.range
            return found.decode(operand, &self).map { ($0, range) }
        }
    }

    /// What is expected of one subject, as one matcher.
    mutating func matcher(_ entry: YAMLEntry) -> any Matcher {
        AllMatcher(matchers: matchers(entry).map(\.matcher))
    }

    /// The operand of a comparison. An operand that can never be equal is an error. If the actual value is always a
    /// string, the operand is read as a string too.
    mutating func expectedValue(_ node: YAMLNode) -> ValueTemplate {
        switch actualType {
        case .text where node.scalar != nil:
            return textValue(YAMLEntry(key: Located("", at: node.range), value: node)) ?? .literal(.string(""))
        case .number:
            let value = openValue(node)
            if let literal = value.literal, literal.typeName != "number" { report(.neverANumber(node)) }
            return value
        case .list:
            let value = openValue(node)
            if let literal = value.literal, literal.typeName != "array" {
                report(.neverAList(node, isNegated: isNegated))
            }
            return value
        case .text, .anything: return openValue(node)
        }
    }
}

/// Holds if every one of its matchers holds; otherwise one of them says why.
struct AllMatcher: Matcher {
    let matchers: [any Matcher]

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

extension Diagnostic {
    fileprivate static func unknownOperator(_ name: Located<String>) -> Diagnostic {
        let names = ExpectationOperator.all.map(\.name)
        let closest = ExpectationOperator.closest(to: name.value)
        return .error(
            .unknownOperator, "unknown operator '\(name.value)'", at: name.range,
            help: closest.map { names.contains($0) ? "did you mean '\($0)'?" : "write \($0)" }
                ?? "for a member, make its path the key: 'data.\(name.value)'; for an object, { equals: { … } }",
            notes: closest == nil ? [Note("the operators: \(names.joined(separator: ", "))")] : [])
    }

    fileprivate static func neverANumber(_ node: YAMLNode) -> Diagnostic {
        let isQuoted = node.scalar.map { $0.style != .plain && JSONNumber($0.text) != nil } ?? false
        return .error(
            .neverHolds, "this can never hold: the actual value is a number", at: node.range,
            help: isQuoted
                ? "remove the quotes" : node.sequence == nil ? nil : "write { one_of: \(node.summary) }")
    }

    fileprivate static func neverAList(_ node: YAMLNode, isNegated: Bool) -> Diagnostic {
        .error(
            isNegated ? .neverFails : .neverHolds,
            "this can never \(isNegated ? "fail" : "hold"): the path can select several nodes, and gives a list",
            at: node.range,
            help: "write { each: … }, { any: … } or { length: … }, or a path to one value")
    }

    /// `expected` completes "takes …".
    static func wrongOperand(_ entry: YAMLEntry, expected: String, help: String? = nil) -> Diagnostic {
        .error(
            .wrongOperand, "'\(entry.key.value)' takes \(expected)",
            at: entry.value.range.isEmpty ? entry.key.range : entry.value.range, help: help)
    }
}
