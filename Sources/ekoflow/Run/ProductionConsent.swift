import WorkflowEngine

/// Consent to sends in production: the environment's name, as an option or typed at a terminal.
struct ProductionConsent: Sendable {
    /// The value of `--confirm-production`.
    let confirmed: String?
    let shell: Shell

    @Sendable func isGiven(_ environment: TargetEnvironment) -> Bool {
        // A wrong name in the option is a mistake: do not ask then.
        guard confirmed == nil, let ask = shell.ask else { return environment.name == confirmed }
        return ask(
            "'\(environment.name)' is a production environment: real people will be texted.\nType its name to go on: ")
            == environment.name
    }
}
