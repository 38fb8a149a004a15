import JSON
import YAMLSource

/// An operator of expectations, such as `contains`. A new one is a file in `Operators` and a line in `all`.
package struct ExpectationOperator: Sendable {
    package let name: String
    /// One line for people: what must hold.
    package let summary: String
    let decode: @Sendable (YAMLEntry, inout DecodingContext) -> (any Matcher)?

    package static let all: [ExpectationOperator] = [
        .equals, .notEquals, .gt, .gte, .lt, .lte, .oneOf, .contains, .matches, .exists, .type, .length, .before,
        .after,
    ]
}

extension DecodingContext {
    /// What is expected of one subject: a plain value, or a mapping of operators, all of which must hold.
    mutating func matchers(_ entry: YAMLEntry) -> [(matcher: any Matcher, range: SourceRange)] {
        guard let operators = entry.value.mapping else {
            let range = entry.value.range.isEmpty ? entry.key.range : entry.value.range
            return [(EqualsMatcher(operand: openValue(entry.value)), range)]
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
}

extension Diagnostic {
    static func nothingExpected(at range: SourceRange) -> Diagnostic {
        .error("nothing_expected", "this expects nothing, so it could never fail", at: range)
    }

    fileprivate static func unknownOperator(_ name: Located<String>) -> Diagnostic {
        let names = ExpectationOperator.all.map(\.name)
        return .error(
            "unknown_operator", "unknown operator '\(name.value)'", at: name.range,
            suggestion: closestName(to: name.value, among: names).map { "did you mean '\($0)'?" },
            notes: [Note("the operators: \(names.joined(separator: ", "))")])
    }

    /// `expected` completes "takes …".
    static func wrongOperand(_ entry: YAMLEntry, expected: String) -> Diagnostic {
        .error(
            "wrong_operand", "'\(entry.key.value)' takes \(expected)",
            at: entry.value.range.isEmpty ? entry.key.range : entry.value.range)
    }
}
