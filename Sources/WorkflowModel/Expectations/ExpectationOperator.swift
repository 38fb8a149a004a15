import JSON
import YAMLSource

/// An operator of expectations, such as `contains`. A new one is a file in `Operators` and a line in `all`.
package struct ExpectationOperator: Sendable {
    package let name: String
    /// What stands under it.
    package let operand: ValueShape
    /// One line for people: what must hold.
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

    /// What people who come from other tools write for an operator.
    private static let aliases = [
        "eq": "equals", "is": "equals", "equal": "equals", "==": "equals", "ne": "not_equals", "neq": "not_equals",
        "greater": "gt", "greater_than": "gt", ">": "gt", ">=": "gte", "less": "lt", "less_than": "lt", "<": "lt",
        "<=": "lte", "min": "gte", "max": "lte", "in": "one_of", "includes": "contains", "include": "contains",
        "match": "matches", "regex": "matches", "pattern": "matches", "present": "exists", "defined": "exists",
        "null": "is_null", "empty": "is_empty", "size": "length", "count": "length", "every": "each", "all": "each",
        "some": "any", "or": "any_of", "and": "all_of", "range": "between",
    ]

    /// The operator that a wrong name most likely means.
    static func closest(to name: String) -> String? {
        aliases[name.lowercased()] ?? closestName(to: name, among: all.map(\.name))
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
                report(.unknownOperator(operand.key))
                return nil
            }
            let range = operand.value.range.isEmpty ? operand.key.range : operand.value.range
            return found.decode(operand, &self).map { ($0, range) }
        }
    }

    /// What is expected of one subject, as one matcher.
    mutating func matcher(_ entry: YAMLEntry) -> any Matcher {
        AllMatcher(matchers: matchers(entry).map(\.matcher))
    }

    /// The operand of an operator that compares: text where the actual value can only be text.
    mutating func expectedValue(_ node: YAMLNode) -> ValueTemplate {
        guard expectsText, node.scalar != nil else { return openValue(node) }
        return textValue(YAMLEntry(key: Located("", at: node.range), value: node)) ?? .literal(.string(""))
    }
}

/// Every one of its matchers holds; the first that does not says why.
struct AllMatcher: Matcher {
    let matchers: [any Matcher]

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        for matcher in matchers {
            if let mismatch = try matcher.mismatch(actual, in: scope) { return mismatch }
        }
        return nil
    }
}

extension Diagnostic {
    fileprivate static func unknownOperator(_ name: Located<String>) -> Diagnostic {
        let names = ExpectationOperator.all.map(\.name)
        let closest = ExpectationOperator.closest(to: name.value)
        return .error(
            "unknown_operator", "unknown operator '\(name.value)'", at: name.range,
            suggestion: closest.map { "did you mean '\($0)'?" } ?? "to expect an object, write { equals: { … } }",
            notes: [Note("the operators: \(names.joined(separator: ", "))")])
    }

    /// `expected` completes "takes …".
    static func wrongOperand(_ entry: YAMLEntry, expected: String, suggestion: String? = nil) -> Diagnostic {
        .error(
            "wrong_operand", "'\(entry.key.value)' takes \(expected)",
            at: entry.value.range.isEmpty ? entry.key.range : entry.value.range, suggestion: suggestion)
    }
}
