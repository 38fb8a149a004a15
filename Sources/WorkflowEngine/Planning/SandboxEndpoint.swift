import Secrets

/// Where a sandbox listens and the keys it accepts.
package struct SandboxEndpoint: Sendable {
    package let baseURL: String
    package let credentials: Credentials

    package init(baseURL: String, credentials: Credentials) {
        self.baseURL = baseURL
        self.credentials = credentials
    }
}
