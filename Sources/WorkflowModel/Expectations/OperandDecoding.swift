import Expressions
import JSON
import Source
import YAML

/// How operands are read.
enum OperandReading: Sendable {
    /// By the core schema: `5` is a number.
    case open
    /// As a string, because the actual value is always one: `5` is the text of a header.
    case text
}

extension DecodingContext {
    /// What is expected of one subject: a plain value, or a mapping of operators, all of which must hold.
    mutating func matchers(_ entry: YAMLEntry, _ reading: OperandReading) -> [PlacedMatcher] {
        guard let operators = entry.value.mapping else {
            let operand = expectedValue(entry.value, reading)
            return [PlacedMatcher(matcher: EqualsMatcher(operand: operand), range: entry.rangeToBlame)]
        }
        if operators.isEmpty {
            report(.nothingExpected(at: entry.value.range, help: "for an empty object, write { is_empty: true }"))
        }
        return operators.compactMap { operand in
            guard let found = ExpectationOperator.all.first(where: { $0.name == operand.key.value }) else {
                return reject(.unknownOperator(operand.key))
            }
            return found.decode(operand, reading, &self).map {
                PlacedMatcher(matcher: $0, range: operand.rangeToBlame)
            }
        }
    }

    /// What is expected of one subject, as one matcher.
    mutating func matcher(_ entry: YAMLEntry, _ reading: OperandReading) -> PlacedMatcher {
        let matchers = matchers(entry, reading)
        if matchers.count == 1 { return matchers[0] }
        return PlacedMatcher(matcher: AllMatcher(matchers: matchers), range: entry.rangeToBlame)
    }

    /// The operand of a comparison.
    mutating func expectedValue(_ node: YAMLNode, _ reading: OperandReading) -> ValueTemplate {
        if reading == .text, node.scalar != nil {
            if let text = textValue(YAMLEntry(key: Located("", at: node.range), value: node)) { return text }
            report(
                .wrongOperand, "a header is never null", at: node.range,
                help: "write \"\" for an empty one, or { exists: false }")
            return .unknown
        }
        return openValue(node)
    }
}

extension ValueTemplate {
    /// The value as far as the scope knows it. Adds a problem if it has none.
    func known(in scope: some ExpressionScope, _ problems: inout [OperandProblem]) -> JSONValue? {
        do {
            return try resolve(in: scope).known
        } catch {
            problems.append(OperandProblem(error, self))
            return nil
        }
    }
}

extension KnownActual {
    /// A problem if an operand can never be equal to the actual value.
    func inequality(_ operand: JSONValue, at range: SourceRange, of template: ValueTemplate) -> [OperandProblem] {
        guard types.contains(JSONTypes(of: operand)) else {
            // That a documented value is not null is worth a test.
            if operand == .null, isDocumented, isNegated { return [] }
            return neverTrue(at: range, help: conversion(of: operand, template), operand: template)
        }
        if let numbers = self.range, case .number(let number) = operand,
            number.int.map({ !numbers.contains($0) }) ?? true
        {
            return neverTrue(outside(numbers), at: range, operand: template)
        }
        return []
    }

    /// What a number cannot be.
    func outside(_ numbers: ClosedRange<Int>) -> String {
        numbers.upperBound == .max
            ? "a length is a whole number of at least \(numbers.lowerBound)"
            : "a status code is a whole number from \(numbers.lowerBound) to \(numbers.upperBound)"
    }

    /// What to write instead of an operand of another type; nil if that is not clear.
    func conversion(of operand: JSONValue, _ template: ValueTemplate) -> String? {
        let isExpression = template.literal == nil
        func convert(_ function: String) -> String {
            if case .expression(.reference(let reference)) = template {
                return "write ${{ \(function)(\(reference.text)) }}"
            }
            return "convert it: ${{ \(function)(…) }}"
        }
        switch operand {
        case .string(let text) where types == .number && JSONNumber(text) != nil:
            return isExpression ? convert("number") : "remove the quotes"
        case .string(let text) where types == .boolean && ["true", "false"].contains(text):
            return isExpression ? convert("boolean") : "remove the quotes"
        case .number, .bool:
            guard types == .string else { break }
            return isExpression ? convert("string") : "write \(JSONValue.string(operand.serialized).serialized)"
        case .array(let elements) where types == .number && !isExpression:
            let oneOf = "{ one_of: [\(elements.map(\.serialized).joined(separator: ", "))] }"
            return "write \(isNegated ? "not: \(oneOf)" : oneOf)"
        default: break
        }
        return types == .array ? "write { each: … }, { any: … } or { length: … }, or a path to one value" : nil
    }
}

extension Diagnostic {
    fileprivate static func unknownOperator(_ name: Located<String>) -> Diagnostic {
        let names = ExpectationOperator.all.map(\.name)
        let closest = ExpectationOperator.closest(to: name.value)
        return .error(
            .unknownOperator, "unknown operator '\(name.value)'", at: name.range,
            help: closest.map { names.contains($0) ? "did you mean '\($0)'?" : "write \($0)" }
                ?? "for a property, write its path as the key: 'data.\(name.value)'; for an object, { equals: { … } }",
            notes: closest == nil ? [Note("the operators: \(names.joined(separator: ", "))")] : [])
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
