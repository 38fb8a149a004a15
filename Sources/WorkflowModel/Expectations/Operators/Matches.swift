import Expressions
import JSON
import RegularExpressions
import Source

extension ExpectationOperator {
    static let matches = ExpectationOperator(
        name: "matches", operand: .text,
        summary: "a text in which the regular expression is found; anchors are the author's"
    ) { entry, _, context in
        guard let scalar = entry.value.scalar, !scalar.text.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a regular expression"))
        }
        if scalar.text.contains("${{") {
            return context.reject(
                .wrongOperand(
                    entry, expected: "a fixed regular expression, without an expression in it",
                    help: "compare with 'contains' or 'equals'"))
        }
        do throws(RegularExpressionError) {
            return MatchesMatcher(
                pattern: try RegularExpression(scalar.text, dialect: .extended), range: entry.value.range)
        } catch {
            let place = scalarLocator(scalar, at: entry.value.range)(error.range)
            return context.reject(.invalidPattern, error.message, at: place)
        }
    }
}

private struct MatchesMatcher: Matcher {
    let pattern: RegularExpression
    let range: SourceRange

    var canTakeLong: Bool { true }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard case .string(let text)? = actual.value else {
            return Mismatch(
                expected: "a text that matches \(pattern.text)",
                help: actual.typeHint, isOfWrongType: true)
        }
        do {
            return try pattern.isFound(in: text) ? nil : Mismatch(expected: "a text that matches \(pattern.text)")
        } catch {
            throw EvaluationError(message: error.message, range: range)
        }
    }
}
