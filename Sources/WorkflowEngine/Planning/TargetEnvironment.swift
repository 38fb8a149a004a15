import HTTP
import Secrets
import Times
import WorkflowModel

/// An environment with its credentials and its address.
package final class TargetEnvironment: Sendable {
    /// The path of its file, as the caller wrote it.
    package let path: String
    /// Identifies its file. Two files are two environments, each with its own limits, even if they have the same name. Two paths to one
    /// file are one environment.
    package let identity: String
    package let name: String
    /// Without a slash at its end.
    package let baseURL: String
    package let initiatorID: String
    package let credentials: Credentials
    package let timeout: Duration
    /// What comes of an answer that is not as documented, if the step does not say so.
    package let contract: ContractMode
    /// Nil if the environment does not say where OTPs come from.
    package let otpSource: OTPSource?
    package let limits: EffectLimits
    /// Variables for all workflows that are run. They override a workflow's variables of the same name.
    package let variables: [Variable]
    package let isProduction: Bool
    /// Whether it is a sandbox, so that no person can be texted.
    package let isSandbox: Bool
    /// Whether the sandbox is a part of the run, and ends with it.
    package let isEmbedded: Bool
    package let tls: TLSOptions
    /// Identifies the API, however its address is written.
    package let server: String
    /// What budgets over days and months are counted for: the address and the initiator ID, joined by a space.
    package let account: String
    /// Where the days and months of the budgets begin.
    package let timeZone: TimeZoneOffset
    /// Nil if nothing is recorded.
    package let ledger: ResolvedLedger?

    init(
        path: String, name: String, baseURL: String, initiatorID: String, credentials: Credentials, timeout: Duration,
        contract: ContractMode = .warn, otpSource: OTPSource?, limits: EffectLimits, isProduction: Bool,
        isSandbox: Bool, isEmbedded: Bool = false,
        tls: TLSOptions = .standard,
        identity: String? = nil, variables: [Variable] = [],
        timeZone: TimeZoneOffset = Environment.defaultTimeZone, ledger: ResolvedLedger? = nil
    ) {
        self.path = path
        self.identity = identity ?? path
        self.name = name
        self.baseURL = baseURL
        self.initiatorID = initiatorID
        self.credentials = credentials
        self.timeout = timeout
        self.contract = contract
        self.otpSource = otpSource
        self.limits = limits
        self.variables = variables
        self.isProduction = isProduction
        self.isSandbox = isSandbox
        self.isEmbedded = isEmbedded
        self.tls = tls
        server = WorkflowEngine.server(baseURL: baseURL, isEmbedded: isEmbedded)
        account = WorkflowEngine.account(server: server, initiatorID: initiatorID)
        self.timeZone = timeZone
        self.ledger = ledger
    }
}

extension TargetEnvironment {
    /// The secrets of the environment. They must not reach any output.
    var secrets: [Secret] {
        [credentials.developerKey, credentials.accessKey, tls.clientKeyPassword].compactMap(\.self)
            + (ledger?.secrets ?? [])
    }
}

extension TargetEnvironment {
    convenience init(
        _ environment: Environment, baseURL: String, credentials: Credentials, limits: EffectLimits, isSandbox: Bool,
        tls: TLSOptions = .standard, ledger: ResolvedLedger? = nil
    ) {
        self.init(
            path: environment.file.path, name: environment.name.value, baseURL: baseURL,
            initiatorID: environment.initiatorID.value, credentials: credentials, timeout: environment.timeout,
            contract: environment.contract,
            otpSource: environment.otpSource?.value ?? (isSandbox ? .sandbox : nil), limits: limits,
            isProduction: environment.isProduction, isSandbox: isSandbox, isEmbedded: environment.endpoint.isEmbedded,
            tls: tls, identity: environment.identity,
            variables: environment.variables, timeZone: environment.timeZone, ledger: ledger)
    }

    /// An environment for plans that send nothing. No credential is looked up, and nobody listens at its address.
    package convenience init(withoutCredentials environment: Environment) {
        let placeholder = Secret("(no credential is looked up)", isSecretInParts: false)
        self.init(
            environment, baseURL: "http://127.0.0.1",
            credentials: Credentials(developerKey: placeholder, accessKey: placeholder), limits: environment.limits,
            isSandbox: environment.endpoint.isSandbox)
    }
}
