import Source
import WorkflowEngine

extension PlanPreview {
    /// Errors for a plan that needs more SMS than the limits of its environments allow. A run would be refused in its
    /// middle.
    package var limitProblems: [Diagnostic] {
        plan.environments.flatMap { environment in
            SendForecast(self, in: environment).excesses.map { excess in
                .error(
                    .limitExceeded, "\(excess) of the environment '\(environment.name)'",
                    at: sends(in: environment).first?.step.kind.range,
                    help: "send less, or raise the limit in \(environment.path)")
            }
        }
    }
}
