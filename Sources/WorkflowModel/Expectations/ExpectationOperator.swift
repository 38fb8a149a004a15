import Spelling
import YAML

/// An operator of expectations, such as `contains`. To add one, add it to `Operators` and to `all`.
package struct ExpectationOperator: Sendable {
    package let name: String
    /// The shape of its operand.
    package let operand: ValueShape
    /// What must hold, in one line.
    package let summary: String
    let decode: @Sendable (YAMLEntry, OperandReading, inout DecodingContext) -> (any Matcher)?

    package static let all: [ExpectationOperator] = [
        .equals, .notEquals, .gt, .gte, .lt, .lte, .between, .oneOf,
        .contains, .notContains, .containsAll, .sameElements, .startsWith, .endsWith, .matches,
        .exists, .isNull, .isEmpty, .type, .format,
        .length, .each, .any, .containsObject,
        .before, .after, .schema,
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
        "some": "any", "json_schema": "schema", "jsonschema": "schema", "contains_only": "same_elements",
        "unordered": "same_elements", "contains_each": "contains_all",
        "members": "same_elements", "in_any_order": "same_elements", "or": "any_of", "and": "all_of",
        "range": "between", "like": "matches",
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
