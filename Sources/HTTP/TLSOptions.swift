import Secrets

/// How a transport verifies the server and identifies the caller. Certificates and keys are in PEM.
package struct TLSOptions: Sendable, Equatable {
    /// The CA certificates to trust instead of the system's; nil to trust the system's.
    package var authorities: ReferencedFile?
    package var clientCertificate: ReferencedFile?
    /// Nil if the key is in the certificate's file.
    package var clientKey: ReferencedFile?
    package var clientKeyPassword: Secret?
    /// False if the server's certificate is not verified.
    package var checksServer = true

    /// Trusts the system's CA certificates, and sends no client certificate.
    package static let standard = TLSOptions()

    package init() {}
}
