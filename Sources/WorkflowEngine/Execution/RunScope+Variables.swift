import Expressions
import JSON
import WorkflowModel

extension RunScope {
    /// Gives the variables of a workflow their values, in order; a variable that has one keeps it. Returns why some have none.
    mutating func resolveVariables(of workflow: Workflow) -> [EvaluationError] {
        var problems: [EvaluationError] = []
        for variable in workflow.variables where variables[variable.name.value] == nil {
            let name = variable.name.value
            // Before the run, what the command line or the process does not give may still be given.
            let fallback: ExpressionValue? = isRunning ? nil : .unknown("vars.\(name)")
            switch variable.value {
            case .required: variables[name] = fallback
            case .environmentVariable(let source):
                variables[name] = environmentValues[source.value].map { .known($0) } ?? fallback
            case .template(let template):
                do {
                    variables[name] = try template.resolve(in: self)
                } catch {
                    problems.append(error)
                }
            }
        }
        return problems
    }

    /// What the expressions of a workflow that is used read: its own variables, with the values that it is given. `problems` are
    /// the values that cannot be had.
    func inner(of use: WorkflowUse, in step: Step) -> (scope: RunScope, problems: [EvaluationError]) {
        var inner = RunScope(
            runID: runID, environment: environment, environmentValues: environmentValues, services: services,
            isRunning: isRunning)
        inner.secrets = secrets
        inner.isConditional = isConditional
        inner.computedVariables = Set(
            use.arguments.map(\.name) + use.workflow.variables.filter { $0.literal == nil }.map(\.name.value))
        if !isRunning { inner.origins = origins.used(by: step, use) }
        var problems: [EvaluationError] = []
        for argument in use.arguments {
            do {
                inner.variables[argument.name] = try argument.value.resolve(in: self)
            } catch {
                problems.append(error)
            }
        }
        if problems.isEmpty { problems = inner.resolveVariables(of: use.workflow) }
        return (inner, problems)
    }

    /// Before the run: a step will capture values that nobody knows yet.
    mutating func captureLater(_ step: Step) {
        guard let id = step.id?.value else { return }
        for capture in step.captures {
            captures[id, default: [:]][capture.name] = .unknown("steps.\(id).\(capture.name)")
        }
    }
}
