import RegularExpressions

/// How many steps an evaluation may take.
struct StepBudget {
    private let maximum: Int
    private var steps = 0
    /// The steps since the budget of the judgement was asked.
    private var uncounted = 0
    /// The steps left for explanations. Nil while nothing is explained.
    private var explanation: Int?
    private var remainingForExplanations = 200_000
    /// The subschema that is evaluated, for the error.
    var location = SchemaLocation()

    init(maximum: Int) {
        self.maximum = maximum
    }

    mutating func charge(_ count: Int) throws(JSONSchemaError) {
        if let remaining = explanation {
            explanation = remaining - count
            if remaining < count { throw tooMuchWork }
        } else {
            steps += count
            if steps > maximum { throw tooMuchWork }
        }
        uncounted += count
        guard uncounted >= 10_000 else { return }
        // A step takes about as long as ten steps of a regular expression.
        WorkBudget.spend(uncounted * 10)
        uncounted = 0
        if WorkBudget.isUsedUp { throw tooMuchWork }
    }

    /// Until `endExplanation`, steps are taken from a smaller budget of their own.
    mutating func beginExplanation() { explanation = remainingForExplanations }

    mutating func endExplanation() {
        remainingForExplanations = explanation ?? 0
        explanation = nil
    }

    var isExplaining: Bool { explanation != nil }

    private var tooMuchWork: JSONSchemaError {
        JSONSchemaError(
            "the schema takes too long on this value: more than \(maximum) steps, or too much work for its patterns",
            help: "let fewer branches of 'anyOf', 'oneOf' and 'allOf' apply to the same value", at: location)
    }
}
