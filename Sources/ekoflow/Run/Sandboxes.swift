import EkoSandbox
import HTTP
import JSON
import Secrets
import Source
import Times
import WorkflowEngine
import WorkflowModel

extension SandboxConfiguration {
    /// The keys of every sandbox. They are not secret, because a sandbox texts nobody.
    static let developerKey = "sandbox-developer-key"
    static let accessKey = "sandbox-access-key"

    static func withFixedKeys(
        initiators: Set<String>, sms: SMSTemplate = .ofAPI, clock: @escaping @Sendable () -> Int64
    ) -> SandboxConfiguration {
        SandboxConfiguration(
            developerKey: developerKey, accessKey: accessKey, initiators: initiators, sms: sms, clock: clock)
    }
}

extension Credentials {
    static let ofSandbox = Credentials(
        developerKey: Secret(SandboxConfiguration.developerKey, isSecretInParts: false),
        accessKey: Secret(SandboxConfiguration.accessKey, isSecretInParts: false))
}

/// The sandbox inside this process.
struct EmbeddedSandbox: Sendable {
    private let server: SandboxServer

    /// Starts one if an environment needs it; nil if none does.
    init?(for environments: [Environment], services: RunServices) async throws(CommandError) {
        let initiators = environments.filter(\.isEmbeddedSandbox).map(\.initiatorID.value)
        guard !initiators.isEmpty else { return nil }
        do {
            server = try await .start(
                .withFixedKeys(initiators: Set(initiators), clock: { services.now.milliseconds }))
        } catch {
            throw CommandError(.unfinished, [.sandboxUnavailable("the sandbox cannot start: \(error)")])
        }
    }

    var baseURL: String { "http://127.0.0.1:\(server.port)\(SandboxServer.basePath)" }

    func stop() async { await server.stop() }
}

extension SandboxEndpoint {
    /// Where an environment's sandbox listens; nil if it has none. `embedded` is the sandbox inside this process.
    init?(_ endpoint: Environment.Endpoint, embedded: EmbeddedSandbox?) {
        switch endpoint {
        case .embeddedSandbox:
            guard let embedded else { return nil }
            self.init(baseURL: embedded.baseURL, credentials: .ofSandbox)
        case .sandbox(let address):
            self.init(baseURL: address.value + SandboxServer.basePath, credentials: .ofSandbox)
        case .baseURL: return nil
        }
    }
}

extension TargetEnvironment {
    /// Why the environment's sandbox is not a real sandbox, or cannot be reached. A report that nobody was texted must be true.
    func sandboxProblem(over transport: some HTTPTransport, embedded: EmbeddedSandbox?) async -> Diagnostic? {
        guard isSandbox, baseURL != embedded?.baseURL, baseURL.hasSuffix(SandboxServer.basePath) else { return nil }
        let origin = baseURL.dropLast(SandboxServer.basePath.count)
        let request = HTTPRequest(method: "GET", url: "\(origin)/_sandbox/clock", headers: [], body: nil)
        do throws(TransportError) {
            let response = try await transport.send(request, deadline: min(timeout, .seconds(10))).response
            if response.status == 200, case .object(let clock)? = try? parseJSON(response.body), clock["callers"] != nil
            {
                return nil
            }
        } catch {
            return .sandboxUnavailable(
                "the sandbox cannot be used: \(error.message)", help: "'ekoflow sandbox' starts one")
        }
        return .sandboxUnavailable("the sandbox cannot be used: what answers at \(origin) is not a sandbox of ekoflow")
    }
}

extension Environment {
    fileprivate var isEmbeddedSandbox: Bool {
        if case .embeddedSandbox = endpoint { true } else { false }
    }
}

extension Diagnostic {
    static func sandboxUnavailable(_ message: String, help: String? = nil) -> Diagnostic {
        .error(.sandboxUnavailable, message, at: nil, help: help)
    }
}
