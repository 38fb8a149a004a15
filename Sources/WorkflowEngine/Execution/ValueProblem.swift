import Expressions
import Source

/// Why a value of a request cannot be sent.
struct ValueProblem: Error {
    private let problem: Diagnostic
    /// What the value is made from.
    private let template: ValueTemplate

    init(_ problem: Diagnostic, _ template: ValueTemplate) {
        self.problem = problem
        self.template = template
    }

    var message: String { problem.message }

    /// What a run says of it.
    var stepError: StepError { StepError(.invalidValue, problem.message, at: problem.range, help: problem.help) }

    /// What a check before the run says of it.
    func diagnostic(_ origins: ValueOrigins) -> Diagnostic { problem.with(origins.notes(for: template)) }
}

extension Diagnostic {
    static func noValue(_ error: EvaluationError, notes: [Note] = []) -> Diagnostic {
        .error(.noValue, error.message, at: error.range, notes: notes)
    }
}
