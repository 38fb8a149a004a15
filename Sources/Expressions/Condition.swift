import Source

/// An expression that is true or false, such as a step's `when`.
package struct Condition: Sendable {
    package let expression: Expression
    package let range: SourceRange

    package init(expression: Expression, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    /// Throws if a value is missing, or is neither true nor false.
    package func isMet(in scope: some ExpressionScope) throws(EvaluationError) -> Bool {
        try expression.truth(in: scope, at: range)
    }
}
