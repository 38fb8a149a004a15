import EkoSandbox
import HTTP
import JSON
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

extension SandboxServer {
    /// Where a sandbox of this process is called.
    var baseURL: String { "http://127.0.0.1:\(port)\(Self.basePath)" }
}

extension SandboxEndpoint {
    /// Where the sandbox of an environment listens; nil where it has none. `embedded` is the one of this process.
    init?(_ endpoint: Environment.Endpoint, embedded: SandboxServer?) {
        switch endpoint {
        case .embeddedSandbox:
            guard let embedded else { return nil }
            self.init(baseURL: embedded.baseURL)
            return
        case .sandbox(let address): self.init(baseURL: address.value + SandboxServer.basePath)
        case .baseURL: return nil
        }
    }

    private init(baseURL: String) {
        self.init(
            baseURL: baseURL,
            credentials: Credentials(
                developerKey: Secret(SandboxConfiguration.developerKey),
                accessKey: Secret(SandboxConfiguration.accessKey)))
    }
}

/// Why a sandbox cannot be used, for people.
struct SandboxProblem: Error, CustomStringConvertible {
    let description: String
}

extension TargetEnvironment {
    /// Makes sure that what an environment calls a sandbox is one: a report that nobody was texted has to be true.
    func requireSandbox(over transport: some HTTPTransport) async throws(SandboxProblem) {
        guard isSandbox, baseURL.hasSuffix(SandboxServer.basePath) else { return }
        let origin = baseURL.dropLast(SandboxServer.basePath.count)
        let request = HTTPRequest(method: "GET", url: "\(origin)/_sandbox/clock", headers: [], body: nil)
        let response: HTTPResponse
        do {
            response = try await transport.send(request, deadline: min(timeout, .seconds(10))).response
        } catch {
            throw SandboxProblem(description: "\(error.message); 'ekoflow sandbox' starts one")
        }
        guard response.status == 200, case .object(let clock)? = try? parseJSON(response.body), clock["callers"] != nil
        else { throw SandboxProblem(description: "what answers at \(origin) is not a sandbox of ekoflow") }
    }
}
