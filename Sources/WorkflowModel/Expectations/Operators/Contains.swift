import Expressions
import JSON
import YAML

extension ExpectationOperator {
    static let contains = ExpectationOperator(
        name: "contains", operand: .anything,
        summary: "a text with this part, or a list with this element"
    ) { entry, actual, context in
        context.part(entry, of: actual).map { ContainsMatcher(operand: $0) }
    }

    static let notContains = ExpectationOperator(
        name: "not_contains", operand: .anything, summary: "a text without this part, or a list without this element"
    ) { entry, actual, context in
        context.part(entry, of: actual).map { NotContainsMatcher(operand: $0) }
    }
}

extension DecodingContext {
    fileprivate mutating func part(_ entry: YAMLEntry, of actual: KnownActual) -> ValueTemplate? {
        if entry.value.isBlank {
            return reject(.wrongOperand(entry, expected: "a part of a text, or an element of a list"))
        }
        // If the actual value is a list, the operand is one of its elements.
        return expectedValue(entry.value, of: actual.kind == .list ? actual.with(.anything) : actual)
    }
}

private struct ContainsMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        switch (actual.value, part) {
        case (.string(let text)?, .string(let part)):
            if text.utf8.containsSequence(part.utf8) { return nil }
            return Mismatch(expected: "a text that contains \(JSONValue.string(part).serialized)")
        case (.array(let elements)?, _):
            return elements.contains(part) ? nil : Mismatch(expected: "a list that contains \(part.serialized)")
        case (let value?, .string):
            return Mismatch(
                expected: "a text that contains \(part.serialized)",
                help: "the response has \(value.typeNameWithArticle)", isOfWrongType: true)
        case (.string?, _):
            return Mismatch(
                expected: "a text or a list that contains \(part.serialized)",
                help: "the response has a text: write \(JSONValue.string(part.writtenOut).serialized)",
                isOfWrongType: true)
        default:
            return Mismatch(expected: "a text or a list that contains \(part.serialized)", isOfWrongType: true)
        }
    }
}

private struct NotContainsMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        switch (actual.value, part) {
        case (.string(let text)?, .string(let part)):
            if !text.utf8.containsSequence(part.utf8) { return nil }
            return Mismatch(expected: "a text without \(JSONValue.string(part).serialized)")
        case (.array(let elements)?, _):
            return elements.contains(part) ? Mismatch(expected: "a list without \(part.serialized)") : nil
        default:
            return Mismatch(expected: "a text or a list without \(part.serialized)", isOfWrongType: true)
        }
    }
}

extension Collection<UInt8> {
    func containsSequence(_ part: some Collection<UInt8>) -> Bool {
        var start = self[...]
        while start.count >= part.count {
            if start.starts(with: part) { return true }
            start = start.dropFirst()
        }
        return false
    }
}
