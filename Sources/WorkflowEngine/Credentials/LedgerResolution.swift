import Secrets
import Source
import WorkflowModel

extension CredentialResolver {
    /// Where the ledger of an environment is; nil if the environment has none.
    package func ledger(_ environment: Environment) async throws(Diagnostic) -> ResolvedLedger? {
        switch environment.ledger {
        case nil: return nil
        case .user: return .user
        case .file(let path): return .file(place(path))
        case .postgres(let name):
            let secret = try await resolve(
                .environmentVariable(name), keyName: "URL of the ledger", environment: environment.name.value)
            guard let url = secret.url(ofSchemes: ["postgresql", "postgres"]) else {
                throw .error(
                    .malformedCredential, "the environment variable \(name.value) has no URL of a PostgreSQL database",
                    at: name.range, help: "it looks like postgresql://user:password@host:5432/database")
            }
            return .postgres(url)
        }
    }
}
