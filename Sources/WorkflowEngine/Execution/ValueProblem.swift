import Expressions
import Source

/// Why a value of a request cannot be sent.
struct ValueProblem: Error {
    private let problem: Diagnostic
    /// The template of the value.
    private let template: ValueTemplate

    init(_ problem: Diagnostic, _ template: ValueTemplate) {
        self.problem = problem
        self.template = template
    }

    var message: String { problem.message }

    /// The error of the step in a run.
    var stepError: StepError { StepError(.invalidValue, problem.message, at: problem.range, help: problem.help) }

    /// The error of a step that a safety rule forbids.
    var refusal: StepError { StepError(.refused, problem.message, at: problem.range, help: problem.help) }

    /// The diagnostic before a run.
    func diagnostic(_ origins: ValueOrigins) -> Diagnostic { problem.with(origins.notes(for: template)) }
}

extension Diagnostic {
    static func noValue(_ error: EvaluationError, notes: [Note] = []) -> Diagnostic {
        .error(.noValue, error.message, at: error.range, notes: notes)
    }
}
