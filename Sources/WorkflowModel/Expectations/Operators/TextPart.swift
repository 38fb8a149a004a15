import Expressions
import JSON

/// Shared by `starts_with` and `ends_with`: compares a string and a part of it by code points.
private struct TextPartMatcher: Matcher {
    let operand: ValueTemplate
    /// For messages: `starts with`.
    let relation: String
    let holds: @Sendable (String.UTF8View, String.UTF8View) -> Bool

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        if case .string(let text)? = actual.value, case .string(let part) = part, holds(text.utf8, part.utf8) {
            return nil
        }
        let isText = actual.value.map { $0.typeName == "string" } ?? true
        return Mismatch(
            expected: "a text that \(relation) \(part.serialized)",
            help: isText ? nil : actual.value.map { "the response has \($0.typeNameWithArticle)" },
            isOfWrongType: !isText)
    }
}

extension ExpectationOperator {
    static func textPart(
        _ name: String, _ relation: String, holds: @escaping @Sendable (String.UTF8View, String.UTF8View) -> Bool
    ) -> ExpectationOperator {
        ExpectationOperator(name: name, operand: .text, summary: "a text that \(relation) the given one") {
            entry, context in
            guard entry.value.scalar != nil,
                let operand = context.textValue(entry)
            else { return context.reject(.wrongOperand(entry, expected: "a text")) }
            return TextPartMatcher(operand: operand, relation: relation, holds: holds)
        }
    }
}
