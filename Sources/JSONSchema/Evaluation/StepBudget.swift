import RegularExpressions

/// How many steps an evaluation may take.
struct StepBudget {
    let maximum: Int
    private var steps = 0
    /// The steps since the budget of the judgement was asked.
    private var uncounted = 0
    /// The steps left for explanations. Nil while nothing is explained.
    private var explanation: Int?
    private var remainingForExplanations = 200_000

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Takes steps off the budget. Returns false if it is used up.
    mutating func charge(_ count: Int) -> Bool {
        if let remaining = explanation {
            explanation = remaining - count
            if remaining < count { return false }
        } else {
            steps += count
            if steps > maximum { return false }
        }
        uncounted += count
        guard uncounted >= 10_000 else { return true }
        // A step takes about as long as ten steps of a regular expression.
        WorkBudget.spend(uncounted * 10)
        uncounted = 0
        return !WorkBudget.isUsedUp
    }

    /// Until `endExplanation`, steps are taken from a smaller budget of their own.
    mutating func beginExplanation() { explanation = remainingForExplanations }

    mutating func endExplanation() {
        remainingForExplanations = explanation ?? 0
        explanation = nil
    }

    var isExplaining: Bool { explanation != nil }
}
