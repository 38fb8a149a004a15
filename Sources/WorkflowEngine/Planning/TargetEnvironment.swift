import HTTP
import Secrets
import WorkflowModel

/// An environment with its credentials found and its address known.
package final class TargetEnvironment: Sendable {
    /// Of its file: two files are two environments, each with its own limits, even if they share a name.
    package let path: String
    package let name: String
    /// Without a slash at its end.
    package let baseURL: String
    package let initiatorID: String
    package let credentials: Credentials
    package let timeout: Duration
    /// Nil where the environment does not say where OTPs are found.
    package let otpSource: OTPSource?
    package let limits: SendLimits
    package let isProduction: Bool
    /// True where no person can be texted.
    package let isSandbox: Bool
    package let tls: TLSOptions

    init(
        path: String, name: String, baseURL: String, initiatorID: String, credentials: Credentials, timeout: Duration,
        otpSource: OTPSource?, limits: SendLimits, isProduction: Bool, isSandbox: Bool, tls: TLSOptions = .standard
    ) {
        self.path = path
        self.name = name
        self.baseURL = baseURL
        self.initiatorID = initiatorID
        self.credentials = credentials
        self.timeout = timeout
        self.otpSource = otpSource
        self.limits = limits
        self.isProduction = isProduction
        self.isSandbox = isSandbox
        self.tls = tls
    }
}

extension TargetEnvironment {
    /// What must not reach any output.
    var secrets: [Secret] {
        [credentials.developerKey, credentials.accessKey, tls.clientKeyPassword].compactMap(\.self)
    }
}

extension TargetEnvironment {
    convenience init(
        _ environment: Environment, baseURL: String, credentials: Credentials, limits: SendLimits, isSandbox: Bool,
        tls: TLSOptions = .standard
    ) {
        self.init(
            path: environment.file.path, name: environment.name.value, baseURL: baseURL,
            initiatorID: environment.initiatorID.value, credentials: credentials, timeout: environment.timeout,
            otpSource: environment.otpSource?.value ?? (isSandbox ? .sandbox : nil), limits: limits,
            isProduction: environment.isProduction, isSandbox: isSandbox, tls: tls)
    }

    /// An environment to plan for where nothing is sent: nothing is looked up, and nobody listens at its address.
    package convenience init(withoutCredentials environment: Environment) {
        let placeholder = Secret("(no credential is looked up)")
        self.init(
            environment, baseURL: "http://127.0.0.1",
            credentials: Credentials(developerKey: placeholder, accessKey: placeholder), limits: environment.limits,
            isSandbox: environment.endpoint.isSandbox)
    }
}
