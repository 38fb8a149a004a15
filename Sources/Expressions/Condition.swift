import Source

/// An expression that is true or false, such as a step's `when`.
package struct Condition: Sendable {
    package let expression: Expression
    package let range: SourceRange

    package init(expression: Expression, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    /// Whether it is met; nil if only the run will know. Throws if it cannot be decided, for example because a value is missing.
    package func isMet(in scope: some ExpressionScope) throws(EvaluationError) -> Bool? {
        try expression.truth(in: scope, at: range)
    }
}
