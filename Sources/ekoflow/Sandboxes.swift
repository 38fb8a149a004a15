import EkoSandbox
import WorkflowEngine
import WorkflowModel

extension SandboxConfiguration {
    /// The keys of every sandbox. They are no secret: nothing that they open texts anybody.
    static let developerKey = "sandbox-developer-key"
    static let accessKey = "sandbox-access-key"

    static func withFixedKeys(
        initiators: Set<String>, sms: SMSTemplate = .ofAPI, clock: @escaping @Sendable () -> Int64
    ) -> SandboxConfiguration {
        SandboxConfiguration(
            developerKey: developerKey, accessKey: accessKey, initiators: initiators, sms: sms, clock: clock)
    }
}

extension SandboxEndpoint {
    /// Where the sandbox of an environment listens; nil where it has none. `embedded` is the one of this process.
    init?(_ endpoint: Environment.Endpoint, embedded: SandboxServer?) {
        let origin: String
        switch endpoint {
        case .embeddedSandbox:
            guard let embedded else { return nil }
            origin = "http://127.0.0.1:\(embedded.port)"
        case .sandbox(let address): origin = address.value
        case .baseURL: return nil
        }
        self.init(
            baseURL: origin + SandboxServer.basePath,
            credentials: Credentials(
                developerKey: Secret(SandboxConfiguration.developerKey),
                accessKey: Secret(SandboxConfiguration.accessKey)))
    }
}
