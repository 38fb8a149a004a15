import Expressions
import JSON
import WorkflowModel

extension RunScope {
    /// Sets the variables of a workflow, in order. A variable that has a value keeps it. Returns why some have no value.
    mutating func resolveVariables(of workflow: Workflow) -> [EvaluationError] {
        var problems: [EvaluationError] = []
        for variable in workflow.variables where variables[variable.name.value] == nil {
            let name = variable.name.value
            // Before the run, a missing value is not an error: the command line or the environment of the run may give it.
            let fallback: ExpressionValue? = isRunning ? nil : .unknown("vars.\(name)")
            switch variable.value {
            case .required: variables[name] = fallback
            case .environmentVariable(let source):
                if let text = environmentValues[source.value] {
                    variables[name] = .known((variable.type ?? .string).value(of: text) ?? text)
                } else if let template = variable.fallback {
                    do {
                        variables[name] = try template.resolve(in: self)
                    } catch {
                        problems.append(error)
                    }
                } else {
                    variables[name] = fallback
                }
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

    /// The scope of a workflow that a step uses: its own variables, set from the step's arguments. `problems` says why some have
    /// no value.
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
        for variable in use.workflow.variables where variable.isSecret {
            if let value = inner.variables[variable.name.value]?.known {
                inner.secrets.add(SensitiveFields.scalars(in: value))
            }
        }
        return (inner, problems)
    }

    /// Before the run: marks the step's captures as unknown.
    mutating func captureLater(_ step: Step) {
        guard let id = step.id?.value else { return }
        for capture in step.captures {
            captures[id, default: [:]][capture.name] = .unknown("steps.\(id).\(capture.name)")
        }
    }
}
