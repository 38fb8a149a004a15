/// How a transport makes sure who the server is, and shows who the caller is. Certificates and keys are in PEM.
package struct TLSOptions: Sendable, Equatable {
    /// The authorities that are trusted in place of the system's; nil for the system's.
    package var authorities: ReferencedFile?
    package var clientCertificate: ReferencedFile?
    /// Nil where it is beside the certificate.
    package var clientKey: ReferencedFile?
    package var clientKeyPassword: Secret?
    /// False where anybody is taken for the server.
    package var checksServer = true

    /// The server has to be known to the system, and the caller shows no certificate.
    package static let standard = TLSOptions()

    package init() {}
}
