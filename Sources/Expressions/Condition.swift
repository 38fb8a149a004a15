import Source

/// A value that decides: `when` of a step.
package struct Condition: Sendable {
    package let expression: Expression
    package let range: SourceRange

    package init(expression: Expression, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    /// Throws where it cannot be told, as for a value that is not there.
    package func isMet(in scope: some ExpressionScope) throws(EvaluationError) -> Bool {
        try expression.truth(in: scope, at: range)
    }
}
