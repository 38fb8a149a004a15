import EkoSandbox
import Secrets
import Source
import WorkflowEngine
import WorkflowModel

/// One of the two keys of an environment.
struct NamedCredential {
    /// For people: `developer key`.
    let name: String
    /// Nil for a sandbox's own key.
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

    /// The key, and what may be shown about it; nil for a sandbox's own key.
    func inspect(
        in environment: Environment, with resolver: CredentialResolver
    ) async throws(Diagnostic) -> (secret: Secret, shape: CredentialShape?) {
        guard let reference else { return (ofSandbox, nil) }
        let (secret, shape) = try await resolver.inspect(
            reference, keyName: name, environment: environment.name.value)
        return (secret, shape)
    }
}
