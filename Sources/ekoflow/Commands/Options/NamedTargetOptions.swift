import ArgumentParser
import HTTP
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The option of commands that are about an environment and no workflow.
struct NamedTargetOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("The environment, of the folder 'environments' here or above.", valueName: "name"))
    var environment: String

    @OptionGroup var environmentFiles: EnvironmentFileOptions

    /// The environment's file, decoded; what is wrong with it is shown, and ends the command.
    func loadEnvironment() throws -> Environment {
        var loader = WorkflowLoader()
        let loaded = loader.environment(named: environment, near: canonicalPath(".") + "/workflow.yml")
        Self.show(loader.diagnostics)
        guard let loaded else { throw ExitStatus.invalidInput }
        return loaded
    }

    /// Finds credentials, also in the variables of files; what is wrong with those is shown, and ends the command.
    func loadResolver() async throws -> CredentialResolver {
        let (variables, diagnostics) = await environmentFiles.load()
        Self.show(diagnostics)
        if diagnostics.hasErrors { throw ExitStatus.invalidInput }
        return .ofProcess(variables)
    }

    /// The keys of the environment.
    func loadCredentials() async throws -> Credentials {
        let loaded = try loadEnvironment()
        let resolver = try await loadResolver()
        var keys: [Secret] = []
        for credential in NamedCredential.all(of: loaded) {
            do {
                keys.append(try await credential.inspect(in: loaded, with: resolver).secret)
            } catch {
                Self.show([error])
            }
        }
        guard keys.count == 2 else { throw ExitStatus.invalidInput }
        return Credentials(developerKey: keys[0], accessKey: keys[1])
    }

    private static func show(_ diagnostics: [Diagnostic]) {
        let renderer = DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal))
        StandardError.write(renderer.render(diagnostics))
    }
}
