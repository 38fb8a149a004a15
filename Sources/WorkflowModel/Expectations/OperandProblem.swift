import Expressions
import Source
import Times

/// What is wrong with an operand, as far as it is known before the run.
package struct OperandProblem: Sendable {
    package let diagnostic: Diagnostic
    /// The operand, if its value is the problem.
    package let operand: ValueTemplate?

    init(_ diagnostic: Diagnostic, _ operand: ValueTemplate?) {
        self.diagnostic = diagnostic
        self.operand = operand
    }

    init(_ error: EvaluationError, _ operand: ValueTemplate) {
        self.init(.error(.noValue, error.message, at: error.range), operand)
    }
}

extension Expectation {
    /// What is wrong with its operands, as far as the scope knows their values.
    package func problems(in scope: some ExpressionScope) -> [OperandProblem] {
        matcher.problems(known, at: range, in: scope)
    }

    /// What is wrong with its operands, as far as they are written out and as its value is known.
    func problemsAsWritten(_ known: KnownActual) -> [OperandProblem] {
        matcher.problems(known, at: range, in: LiteralScope())
    }
}

extension Matcher {
    /// Whether it holds for a value; all its operands must be literals.
    func holdsAsWritten(for actual: ActualValue) -> Bool {
        do {
            return try mismatch(actual, in: LiteralScope(isRunning: true)) == nil
        } catch {
            return false
        }
    }
}

/// A scope before the run in which nothing has a value: only literals are known.
struct LiteralScope: ExpressionScope {
    var isRunning = false
    var now: Timestamp { Timestamp(milliseconds: 0) }
    var randomBits: UInt64 { 0 }

    func value(of reference: Reference) -> ExpressionValue? { .unknown(reference.text) }
    func reasonForNoValue(of reference: Reference) -> String? { nil }
    func uniqueReference(prefix: String) throws(FunctionError) -> String { prefix }
}
