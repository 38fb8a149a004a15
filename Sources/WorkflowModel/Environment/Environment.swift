import Source

/// An environment file, decoded and checked: where requests go, as whom, and what is allowed.
package struct Environment: Sendable {
    /// Where its requests go.
    package enum Endpoint: Sendable {
        case baseURL(Located<String>)
        /// The project's own sandbox, started in the process of the run.
        case embeddedSandbox
        /// A sandbox that runs by itself: its address without a path.
        case sandbox(Located<String>)

        /// True where nobody can be texted.
        package var isSandbox: Bool {
            switch self {
            case .embeddedSandbox, .sandbox: true
            case .baseURL: false
            }
        }
    }

    package let file: SourceFile
    package let name: Located<String>
    package let endpoint: Endpoint
    package let initiatorID: Located<String>
    /// Both are there, but with a sandbox, which then gives its own.
    package let credentials: CredentialReferences
    package let tls: TLSSettings
    /// The deadline of one exchange, all in.
    package let timeout: Duration
    /// Nil where it is not said.
    package let otpSource: Located<OTPSource>?
    package let limits: SendLimits
    /// True where a run needs to be confirmed.
    package let isProduction: Bool

    package static let defaultTimeout = Duration.seconds(30)
}
