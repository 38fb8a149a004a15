import Glibc
import WorkflowEngine

/// Stands between a run and production: its name has to be given, as an option or typed at a terminal.
struct ProductionConfirmation {
    /// The value of `--confirm-production`.
    let confirmed: String?

    func require(for plan: RunPlan, reports: RunReports) throws {
        for environment in plan.environments where environment.isProduction && environment.name != confirmed {
            guard confirmed == nil, isatty(STDIN_FILENO) == 1, StandardError.isTerminal, isTyped(environment) else {
                try reports.refuse(
                    "'\(environment.name)' is a production environment: real people would be texted and billed for",
                    help: "if that is meant, add --confirm-production \(environment.name)")
            }
        }
    }

    private func isTyped(_ environment: TargetEnvironment) -> Bool {
        StandardError.write(
            "'\(environment.name)' is a production environment: real people will be texted.\nType its name to go on: ")
        return readLine() == environment.name
    }
}
