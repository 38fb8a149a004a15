import Expressions
import JSON
import Source

/// Compares a string and a part of it by code points.
private struct TextPartMatcher: Matcher {
    let operand: ValueTemplate
    let name: String
    /// For messages: `starts with`.
    let relation: String
    let holds: @Sendable (String.UTF8View, String.UTF8View) -> Bool

    var operands: [ValueTemplate] { [operand] }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let part = try operand.evaluate(in: scope)
        if case .string(let text)? = actual.value, case .string(let part) = part, holds(text.utf8, part.utf8) {
            return nil
        }
        let isText = actual.value.map { $0.typeName == "string" } ?? true
        return Mismatch(
            expected: "a string that \(relation) \(part.serialized)", help: isText ? nil : actual.typeHint,
            isOfWrongType: !isText)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable(name, needs: .string, at: range)
        guard unjudgeable.isEmpty else { return unjudgeable }
        var problems: [OperandProblem] = []
        guard let part = operand.known(in: scope, &problems) else { return problems }
        if part == .string("") { return actual.everyText(at: range) }
        guard case .string = part else {
            return actual.neverTrue(
                "the part of a string to compare with is \(part.typeNameWithArticle)", at: range,
                help: "convert it: ${{ string(…) }}", operand: operand)
        }
        return []
    }
}

extension ExpectationOperator {
    static let startsWith = textPart("starts_with", "starts with") { $0.starts(with: $1) }
    static let endsWith = textPart("ends_with", "ends with") { $0.reversed().starts(with: $1.reversed()) }

    private static func textPart(
        _ name: String, _ relation: String, holds: @escaping @Sendable (String.UTF8View, String.UTF8View) -> Bool
    ) -> ExpectationOperator {
        ExpectationOperator(name: name, operand: .text, summary: "a string that \(relation) this one") {
            entry, _, context in
            guard entry.value.scalar != nil, let operand = context.textValue(entry) else {
                return context.reject(.wrongOperand(entry, expected: "a string"))
            }
            return TextPartMatcher(operand: operand, name: name, relation: relation, holds: holds)
        }
    }
}
