import ArgumentParser
import EkoSandbox
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAMLSource

/// The option of commands that are about an environment and no workflow.
struct NamedTargetOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("The environment, of the folder 'environments' here or above.", valueName: "name"))
    var environment: String

    /// The environment's file, decoded; what is wrong with it is shown, and ends the command.
    func loadEnvironment() throws -> Environment {
        var loader = WorkflowLoader()
        let loaded = loader.environment(named: environment, near: canonicalPath(".") + "/workflow.yml")
        Self.show(loader.diagnostics)
        guard let loaded else { throw ExitStatus.invalidInput }
        return loaded
    }

    /// The environment with its keys.
    func load() async throws -> (Environment, Credentials) {
        let loaded = try loadEnvironment()
        var keys: [Secret] = []
        for credential in NamedCredential.all(of: loaded) {
            do {
                keys.append(try await credential.inspect(in: loaded).secret)
            } catch {
                Self.show([error])
            }
        }
        guard keys.count == 2 else { throw ExitStatus.invalidInput }
        return (loaded, Credentials(developerKey: keys[0], accessKey: keys[1]))
    }

    static func show(_ diagnostics: [Diagnostic]) {
        let renderer = DiagnosticRenderer(.forOutput(isTerminal: StandardError.isTerminal))
        StandardError.write(renderer.render(diagnostics))
    }
}

/// One of the two keys of an environment.
struct NamedCredential {
    /// For people: `developer key`.
    let name: String
    /// Nil for a sandbox's own.
    let reference: CredentialReference?
    let ofSandbox: Secret

    /// The developer key and the access key.
    static func all(of environment: Environment) -> [NamedCredential] {
        [
            NamedCredential(
                name: "developer key", reference: environment.credentials.developerKey,
                ofSandbox: Secret(SandboxConfiguration.developerKey)),
            NamedCredential(
                name: "access key", reference: environment.credentials.accessKey,
                ofSandbox: Secret(SandboxConfiguration.accessKey)),
        ]
    }

    /// The key, and what can be told of it; nil for a sandbox's own.
    func inspect(in environment: Environment) async throws(Diagnostic) -> (secret: Secret, shape: CredentialShape?) {
        guard let reference else { return (ofSandbox, nil) }
        let (secret, shape) = try await CredentialResolver.ofProcess.inspect(
            reference, keyName: name, environment: environment.name.value)
        return (secret, shape)
    }
}
