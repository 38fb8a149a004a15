import Expressions
import JSON
import Source
import YAML

extension ExpectationOperator {
    static let contains = ExpectationOperator(
        name: "contains", operand: .anything,
        summary: "a string with this part, or a list with this element"
    ) { entry, reading, context in
        context.part(entry, reading).map { ContainsMatcher(operand: $0) }
    }

    static let notContains = ExpectationOperator(
        name: "not_contains", operand: .anything, summary: "a string without this part, or a list without this element"
    ) { entry, reading, context in
        context.part(entry, reading).map { NotContainsMatcher(operand: $0) }
    }

    static let containsAll = ExpectationOperator(
        name: "contains_all", operand: .list(.anything),
        summary: "a string with all of these parts, or a list with all of these elements, in any order"
    ) { entry, reading, context in
        guard let nodes = entry.value.sequence, !nodes.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a list of parts of a string, or of elements"))
        }
        return ContainsAllMatcher(
            operands: nodes.map { context.expectedValue($0, reading) }, ranges: nodes.map(\.range))
    }
}

extension DecodingContext {
    fileprivate mutating func part(_ entry: YAMLEntry, _ reading: OperandReading) -> ValueTemplate? {
        if entry.value.isBlank {
            return reject(.wrongOperand(entry, expected: "a part of a string, or an element of a list"))
        }
        return expectedValue(entry.value, reading)
    }
}

private struct ContainsMatcher: Matcher {
    let operand: ValueTemplate

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        switch (actual.value, part) {
        case (.string(let text)?, .string(let part)):
            if text.contains(text: part) { return nil }
            return Mismatch(expected: "a string that contains \(JSONValue.string(part).serialized)")
        // A server may write the parts of a header on several lines (RFC 9110, section 5.2).
        case (.array(let lines)?, .string(let part)) where actual.isHeader:
            if lines.contains(where: { $0.writtenOut.contains(text: part) }) { return nil }
            return Mismatch(expected: "a header that contains \(JSONValue.string(part).serialized)")
        case (.array(let elements)?, _):
            if elements.contains(part) { return nil }
            let differences = elements.map { ValueDifference($0, from: part) }
            var help: String?
            if case .array = part { help = "for several elements, write contains_all" }
            return Mismatch(
                expected: "a list that contains \(part.serialized)", help: help,
                isOfWrongType: !elements.isEmpty && differences.allSatisfy(\.isOfWrongType),
                looksEqual: differences.contains(where: \.looksEqual))
        case (let value?, .string):
            return Mismatch(
                expected: "a string that contains \(part.serialized)",
                help: "the response has \(value.typeNameWithArticle)", isOfWrongType: true)
        case (.string?, _):
            return Mismatch(
                expected: "a string or a list that contains \(part.serialized)",
                help: "the response has a string: write \(JSONValue.string(part.writtenOut).serialized)",
                isOfWrongType: true)
        default:
            return Mismatch(expected: "a string or a list that contains \(part.serialized)", isOfWrongType: true)
        }
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable("contains", needs: [.string, .array], at: range)
        guard unjudgeable.isEmpty else { return unjudgeable }
        var problems: [OperandProblem] = []
        guard let part = operand.known(in: scope, &problems) else { return problems }
        if part == .string("") {
            return actual.everyText(at: range)
        }
        if actual.types == .string, JSONTypes(of: part) != .string {
            return actual.neverTrue(
                at: range, help: actual.conversion(of: part, operand), operand: operand)
        }
        return actual.types == .array ? actual.element.inequality(part, at: range, of: operand) : []
    }
}

private struct NotContainsMatcher: Matcher {
    let operand: ValueTemplate

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        let kind =
            switch actual.value {
            case .array?: "a list"
            case .string?: "a string"
            default: "a string or a list"
            }
        let expected = "\(kind) without \(part.serialized)"
        if actual.isEmptyNodelist {
            return Mismatch(
                expected: expected, help: "the path selects nothing; if that is right, expect exists: false")
        }
        guard let mismatch = try ContainsMatcher(operand: .literal(part)).mismatch(actual, in: scope) else {
            return Mismatch(expected: expected)
        }
        guard mismatch.isOfWrongType || mismatch.looksEqual else { return nil }
        return Mismatch(
            expected: mismatch.looksEqual || actual.elements != nil ? "\(expected), of the same type" : expected,
            help: mismatch.help ?? actual.typeHint, isOfWrongType: true)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        ContainsMatcher(operand: operand).problems(actual.negated, at: range, in: scope)
    }
}

private struct ContainsAllMatcher: Matcher {
    let operands: [ValueTemplate]
    let ranges: [SourceRange]

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        var parts: [JSONValue] = []
        for operand in operands { parts.append(try operand.evaluate(in: scope)) }
        let expected = parts.map(\.serialized).joined(separator: ", ")
        if case .array(let elements)? = actual.value, !actual.isHeader {
            let missing = parts.withoutElements(of: elements)
            guard let first = missing.first else { return nil }
            let differences = elements.map { ValueDifference($0, from: first) }
            return Mismatch(
                expected: "a list that contains \(expected)",
                help: "it lacks \(missing.map(\.serialized).joined(separator: ", "))",
                isOfWrongType: !elements.isEmpty && differences.allSatisfy(\.isOfWrongType),
                looksEqual: differences.contains(where: \.looksEqual))
        }
        for part in parts {
            guard let mismatch = try ContainsMatcher(operand: .literal(part)).mismatch(actual, in: scope) else {
                continue
            }
            return Mismatch(
                expected: "a string that contains \(expected)",
                help: mismatch.help ?? "it lacks \(part.serialized)", isOfWrongType: mismatch.isOfWrongType)
        }
        return nil
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        zip(operands, ranges).flatMap { ContainsMatcher(operand: $0).problems(actual, at: $1, in: scope) }
    }
}

extension KnownActual {
    /// The problem of an empty text as a part: every text has it.
    func everyText(at range: SourceRange) -> [OperandProblem] {
        [
            OperandProblem(
                .error(
                    isNegated ? .neverHolds : .neverFails,
                    "this can never \(isNegated ? "hold" : "fail"): every string contains the empty string", at: range,
                    help: "for any string, write type: string; for an empty one, \"\" without an operator"), nil)
        ]
    }
}
