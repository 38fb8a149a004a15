import Secrets
import Source
import WorkflowModel

/// Finds the credentials, the address and the limits of an environment for this run.
package struct TargetResolver: Sendable {
    private let resolver: CredentialResolver
    /// The limits of the command line, which tighten the environments' limits.
    private let limits: EffectLimits
    /// This machine's part of the run; nil for the whole run.
    private let shard: Shard?

    package init(_ resolver: CredentialResolver, limits: EffectLimits = EffectLimits(), shard: Shard? = nil) {
        self.resolver = resolver
        self.limits = limits
        self.shard = shard
    }

    /// The environment with its credentials. The workflow's own credentials override the environment's credentials. `sandbox` has
    /// the address and the keys of the sandbox that the environment names.
    package func target(
        _ environment: Environment, credentials: CredentialReferences, sandbox: SandboxEndpoint?
    ) async -> (target: TargetEnvironment?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        // A real key is never sent to another process that says it is a sandbox.
        let isElsewhere = if case .sandbox = environment.endpoint { true } else { false }
        func secret(_ reference: CredentialReference?, _ keyName: String, sandboxKey: Secret?) async -> Secret? {
            guard let reference, !isElsewhere else { return sandboxKey }
            do {
                return try await resolver.resolve(reference, keyName: keyName, environment: environment.name.value)
            } catch {
                diagnostics.append(error)
                return nil
            }
        }
        let references = credentials.before(environment.credentials)
        let developerKey = await secret(
            references.developerKey, "developer key", sandboxKey: sandbox?.credentials.developerKey)
        let accessKey = await secret(references.accessKey, "access key", sandboxKey: sandbox?.credentials.accessKey)
        let baseURL =
            switch environment.endpoint {
            case .baseURL(let url): url.value as String?
            case .embeddedSandbox, .sandbox: sandbox?.baseURL
            }
        let (tls, tlsProblems) = await resolver.tls(environment)
        diagnostics += tlsProblems
        var ledger: ResolvedLedger?
        do {
            ledger = try await resolver.ledger(environment)
        } catch {
            diagnostics.append(error)
        }
        let (whole, loosened) = environment.limits.tightened(by: limits)
        let (limits, indivisible) = shard.map(whole.divided) ?? (whole, [])
        diagnostics += loosened.map { name in
            .error(
                .loosenedLimit,
                "--\(name.replacing("_", with: "-")) would loosen '\(name)' of the environment '\(environment.name.value)'",
                at: environment.name.range, help: "an option only tightens; to allow more, change the environment")
        }
        diagnostics += indivisible.map { name in
            .error(
                .indivisibleLimit,
                "'\(name)' of the environment '\(environment.name.value)' is less than one for each of \(shard?.count ?? 1) parts",
                at: environment.name.range, help: "run fewer parts: each has its share of the limit")
        }
        guard let developerKey, let accessKey, let baseURL, let tls, diagnostics.isEmpty else {
            return (nil, diagnostics)
        }
        let credentials = Credentials(developerKey: developerKey, accessKey: accessKey)
        let target = TargetEnvironment(
            environment, baseURL: baseURL, credentials: credentials, limits: limits, isSandbox: sandbox != nil,
            tls: tls, ledger: ledger)
        return (target, diagnostics)
    }
}
