import ArgumentParser
import Secrets
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The options of commands that need an environment but no workflow.
struct NamedTargetOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("The environment: a file in a folder 'environments' here or above.", valueName: "name"))
    var environment: String

    @OptionGroup var environmentFiles: EnvironmentFileOptions

    /// Reads the environment's file. Throws if it has an error.
    func loadEnvironment(in shell: Shell) throws(CommandError) -> Environment {
        var loader = WorkflowLoader(in: .current)
        let loaded = loader.environment(named: environment, near: canonicalPath(".") + "/workflow.yml")
        guard let loaded else { throw CommandError(.invalidInput, loader.diagnostics) }
        shell.show(loader.diagnostics)
        return loaded
    }

    /// Reads credentials, also from `--env-file`. Throws if such a file has an error.
    func loadResolver(
        for environment: Environment, in shell: Shell
    ) async throws(CommandError) -> CredentialResolver {
        let (variables, diagnostics) = await EnvironmentVariables.load(environmentFiles.envFile, in: shell)
        try shell.check(diagnostics)
        return .live(variables, hiding: Set(environment.credentialVariables))
    }

    /// The keys of the environment.
    func loadCredentials(in shell: Shell) async throws(CommandError) -> Credentials {
        let loaded = try loadEnvironment(in: shell)
        let resolver = try await loadResolver(for: loaded, in: shell)
        var keys: [Secret] = []
        var problems: [Diagnostic] = []
        for (_, key) in await resolver.keys(of: loaded, sandbox: .ofSandbox) {
            switch key {
            case .success(let found): keys.append(found.secret)
            case .failure(let problem): problems.append(problem)
            }
        }
        guard keys.count == 2 else { throw CommandError(.invalidInput, problems) }
        return Credentials(developerKey: keys[0], accessKey: keys[1])
    }
}
