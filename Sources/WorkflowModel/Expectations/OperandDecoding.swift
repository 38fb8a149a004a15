import Expressions
import JSON
import Source
import YAML

/// What is known before the run about the actual value that an operand is compared with.
struct KnownActual: Sendable {
    enum Kind: Sendable {
        case anything
        /// Always a string, such as a header's value.
        case text
        /// Always a number, such as a status code.
        case number
        /// Always a list, because the path can select several nodes.
        case list
    }

    let kind: Kind
    /// Whether the expectation is negated, as in `not` and `not_equals`.
    let isNegated: Bool

    init(_ kind: Kind, isNegated: Bool = false) {
        self.kind = kind
        self.isNegated = isNegated
    }

    /// Two negations, one within the other, cancel out.
    var negated: KnownActual { KnownActual(kind, isNegated: !isNegated) }

    /// The same, for an actual value of another kind.
    func with(_ kind: Kind) -> KnownActual { KnownActual(kind, isNegated: isNegated) }

    /// For several operands of which one is enough: if one of them is a list, the others need not be lists.
    func comparedWithAny(of nodes: [YAMLNode]) -> KnownActual {
        kind == .list && nodes.contains { $0.sequence != nil } ? with(.anything) : self
    }
}

extension DecodingContext {
    /// What is expected of one subject: a plain value, or a mapping of operators, all of which must hold.
    mutating func matchers(_ entry: YAMLEntry, of actual: KnownActual) -> [(matcher: any Matcher, range: SourceRange)] {
        guard let operators = entry.value.mapping else {
            return [(EqualsMatcher(operand: expectedValue(entry.value, of: actual)), entry.rangeToBlame)]
        }
        if operators.isEmpty {
            report(.nothingExpected(at: entry.value.range))
        }
        return operators.compactMap { operand in
            guard let found = ExpectationOperator.all.first(where: { $0.name == operand.key.value }) else {
                return reject(.unknownOperator(operand.key))
            }
            return found.decode(operand, actual, &self).map { ($0, operand.rangeToBlame) }
        }
    }

    /// What is expected of one subject, as one matcher.
    mutating func matcher(_ entry: YAMLEntry, of actual: KnownActual) -> any Matcher {
        AllMatcher(matchers: matchers(entry, of: actual).map(\.matcher))
    }

    /// The operand of a comparison. An operand that can never be equal is an error. If the actual value is always a
    /// string, the operand is read as a string too.
    mutating func expectedValue(_ node: YAMLNode, of actual: KnownActual) -> ValueTemplate {
        if actual.kind == .text, node.scalar != nil {
            return textValue(YAMLEntry(key: Located("", at: node.range), value: node)) ?? .literal(.string(""))
        }
        let value = openValue(node)
        switch (actual.kind, value.literal?.typeName) {
        case (.number, let type?) where type != "number": report(.neverANumber(node, isNegated: actual.isNegated))
        case (.list, let type?) where type != "array": report(.neverAList(node, isNegated: actual.isNegated))
        default: break
        }
        return value
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

    private static func never(
        isNegated: Bool, _ reason: String, at range: SourceRange, help: String?
    ) -> Diagnostic {
        .error(
            isNegated ? .neverFails : .neverHolds, "this can never \(isNegated ? "fail" : "hold"): \(reason)",
            at: range, help: help)
    }

    fileprivate static func neverANumber(_ node: YAMLNode, isNegated: Bool) -> Diagnostic {
        let isQuoted = node.scalar.map { $0.style != .plain && JSONNumber($0.text) != nil } ?? false
        let oneOf = "{ one_of: \(node.summary) }"
        return .never(
            isNegated: isNegated, "the actual value is a number", at: node.range,
            help: isQuoted
                ? "remove the quotes" : node.sequence == nil ? nil : "write \(isNegated ? "not: \(oneOf)" : oneOf)")
    }

    fileprivate static func neverAList(_ node: YAMLNode, isNegated: Bool) -> Diagnostic {
        .never(
            isNegated: isNegated, "the path can select several nodes, and gives a list", at: node.range,
            help: "write { each: … }, { any: … } or { length: … }, or a path to one value")
    }

    /// `expected` completes "takes …".
    static func wrongOperand(_ entry: YAMLEntry, expected: String, help: String? = nil) -> Diagnostic {
        .error(.wrongOperand, "'\(entry.key.value)' takes \(expected)", at: entry.rangeToBlame, help: help)
    }
}

extension YAMLEntry {
    /// The place of the value, or of the key if nothing is written as its value.
    var rangeToBlame: SourceRange { value.range.isEmpty ? key.range : value.range }
}
