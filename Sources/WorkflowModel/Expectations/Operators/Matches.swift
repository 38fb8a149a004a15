import Expressions
import JSON
import RegularExpressions
import Source
import YAML

extension ExpectationOperator {
    static let matches = ExpectationOperator(
        name: "matches", operand: .text,
        summary: "a string in which the regular expression is found; for the whole string, write ^ and $"
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
        return context.pattern(entry).map { MatchesMatcher(pattern: $0, range: entry.value.range) }
    }
}

extension DecodingContext {
    /// Reads a regular expression. `marksGroup` if what its first group matches is wanted.
    mutating func pattern(_ entry: YAMLEntry, marksGroup: Bool = false) -> RegularExpression? {
        guard let scalar = entry.value.scalar, !scalar.text.isEmpty else {
            return reject(.wrongOperand(entry, expected: "a regular expression"))
        }
        do throws(RegularExpressionError) {
            return try RegularExpression(scalar.text, dialect: .extended, marksGroup: marksGroup)
        } catch {
            return reject(
                .invalidPattern, error.message, at: scalarLocator(scalar, at: entry.value.range)(error.range))
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
                expected: "a string that matches \(pattern.text)",
                help: actual.typeHint, isOfWrongType: true)
        }
        do {
            return try pattern.isFound(in: text) ? nil : Mismatch(expected: "a string that matches \(pattern.text)")
        } catch {
            throw EvaluationError(message: error.message, range: range)
        }
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        actual.unjudgeable("matches", needs: .string, at: range)
    }
}
