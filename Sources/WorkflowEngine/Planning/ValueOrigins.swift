import Expressions
import Source
import WorkflowModel

/// Where values come from, if the line of a problem does not show it.
struct ValueOrigins: Sendable {
    /// The variables that are given on the command line.
    var givenVariables: Set<String> = []
    var testCase: TestCase?
    /// Where the workflow is used, from the innermost use to the outermost.
    private var uses: [Diagnostic.Note] = []

    init(givenVariables: Set<String> = [], testCase: TestCase? = nil) {
        self.givenVariables = givenVariables
        self.testCase = testCase
    }

    /// The origins of values inside a workflow that a step uses.
    func used(by step: Step, _ use: WorkflowUse) -> ValueOrigins {
        var inner = ValueOrigins()
        let own = use.arguments.flatMap { origins(of: $0.value) }.prefix(1)
        inner.uses = [Diagnostic.Note("it is used here", at: step.kind.range)] + own + uses
        return inner
    }

    /// Notes for a problem with the value of a template.
    func notes(for template: ValueTemplate?) -> [Diagnostic.Note] { (template.map(origins) ?? []) + uses }

    private func origins(of template: ValueTemplate) -> [Diagnostic.Note] {
        var notes: [Diagnostic.Note] = []
        template.forEachExpression { expression in
            expression.forEachReference { reference in
                guard case .member(let name)? = reference.path.segments.first else { return }
                if reference.root == .vars, givenVariables.contains(name) {
                    notes.append(Diagnostic.Note("the value of '\(name)' was given on the command line"))
                } else if reference.root == .caseFields, let testCase {
                    notes.append(Diagnostic.Note("in the case '\(testCase.title)'", at: testCase.range))
                }
            }
        }
        return notes
    }
}
