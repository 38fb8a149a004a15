import Source
import WorkflowEngine

extension PlanPreview {
    /// Errors for a plan that sends, moves or costs more than the limits of its environments allow. A run would be refused in its
    /// middle.
    package var limitProblems: [Diagnostic] {
        plan.environments.flatMap { environment in
            EffectForecast(self, in: environment).exceeded.map { excess in
                .error(
                    .limitExceeded, "\(excess.text) of the environment '\(environment.name)'",
                    at: effects(in: environment).first { $0.effect?.kinds.contains(excess.kinds) ?? false }?.step.kind
                        .range,
                    help: "do less, or raise the limit in \(environment.path)")
            }
        }
    }
}
