import Source
import Times

/// An environment file, decoded and checked: where requests go, who sends them, and what is allowed.
package struct Environment: Sendable {
    /// Where its requests go.
    package enum Endpoint: Sendable {
        case baseURL(Located<String>)
        /// ekoflow's own sandbox, started in the process of the run.
        case embeddedSandbox
        /// A sandbox that runs separately, by its URL without a path.
        case sandbox(Located<String>)

        /// Whether it is a part of the run, and ends with it.
        package var isEmbedded: Bool {
            if case .embeddedSandbox = self { true } else { false }
        }

        /// Whether no real person can be texted.
        package var isSandbox: Bool {
            switch self {
            case .embeddedSandbox, .sandbox: true
            case .baseURL: false
            }
        }
    }

    package let file: SourceFile
    /// The same for every path that leads to this file, so that its limits are counted once.
    package var identity: String
    package let name: Located<String>
    package let endpoint: Endpoint
    package let initiatorID: Located<String>
    /// Complete unless the endpoint is a sandbox, which has its own credentials.
    package let credentials: CredentialReferences
    package let tls: TLSSettings
    /// The deadline of one whole exchange.
    package let timeout: Duration
    /// What comes of an answer that is not as documented, if the step does not say so.
    package let contract: ContractMode
    /// Nil if the file gives none.
    package let otpSource: Located<OTPSource>?
    package let limits: EffectLimits
    /// Where the days and months of the budgets begin.
    package let timeZone: TimeZoneOffset
    /// Nil for a sandbox whose file names none: nothing is recorded.
    package let ledger: LedgerPlace?
    /// Variables for all workflows that are run. They override a workflow's variables of the same name.
    package let variables: [Variable]
    /// Whether a run needs `--confirm-production`.
    package let isProduction: Bool

    /// The environment variables that the file names as credentials.
    package var credentialVariables: [String] {
        credentials.variableNames
            + [tls.clientKeyPassword?.variableName, ledger?.variableName].compactMap(\.self)
    }

    package static let defaultTimeout = Duration.seconds(30)
    /// In place of an address that a command which sends nothing does not know (RFC 2606).
    package static let unknownAddress = "https://address.invalid/ekoapi/v3"
    /// The API is India's.
    package static let defaultTimeZone = TimeZoneOffset.india
}
