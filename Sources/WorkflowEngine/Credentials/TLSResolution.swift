import HTTP
import Source
import WorkflowModel

extension CredentialResolver {
    /// Reads the certificates and the key that an environment names; nil if one of them cannot be read.
    package func tls(_ environment: Environment) async -> (options: TLSOptions?, diagnostics: [Diagnostic]) {
        let settings = environment.tls
        var diagnostics: [Diagnostic] = []
        func pem(_ path: Located<String>?, _ content: PEMContent) -> ReferencedFile? {
            guard let path else { return nil }
            do throws(FileFailure) {
                let file = try readFile(path)
                if content.isIn(file.bytes) { return file }
                diagnostics.append(
                    .error(
                        .notInTlsFile, "there is no \(content.rawValue) in \(path.value)", at: path.range,
                        help:
                            "the file must be in PEM format, with a line '-----BEGIN \(content.rawValue.uppercased())-----'"
                    ))
            } catch {
                diagnostics.append(
                    .error(
                        .unreadableTlsFile,
                        "the \(content.rawValue) cannot be read from \(path.value): \(error.reason)",
                        at: path.range, help: "the path is seen from this file"))
            }
            return nil
        }
        var options = TLSOptions()
        options.authorities = pem(settings.authorities, .certificate)
        options.clientCertificate = pem(settings.clientCertificate, .certificate)
        if let key = settings.clientKey {
            options.clientKey = pem(key, .privateKey)
        } else if let certificate = settings.clientCertificate, let file = options.clientCertificate,
            !PEMContent.privateKey.isIn(file.bytes)
        {
            diagnostics.append(
                .error(
                    .noPrivateKey, "the certificate in \(certificate.value) is without its key", at: certificate.range,
                    help: "add client_key: PATH"))
        }
        options.checksServer = settings.checksHost
        if let password = settings.clientKeyPassword {
            do {
                // A pass phrase may contain spaces.
                options.clientKeyPassword = try await resolve(
                    password, keyName: "password of the client key", environment: environment.name.value,
                    allowed: .headerValue)
            } catch {
                diagnostics.append(error)
            }
        }
        return (diagnostics.isEmpty ? options : nil, diagnostics)
    }
}

/// What a PEM file must contain (RFC 7468).
private enum PEMContent: String {
    case certificate
    case privateKey = "private key"

    func isIn(_ bytes: [UInt8]) -> Bool {
        let mark =
            switch self {
            case .certificate: "-----BEGIN CERTIFICATE-----"
            // Also matches `ENCRYPTED PRIVATE KEY`, and older labels such as `RSA PRIVATE KEY`.
            case .privateKey: "PRIVATE KEY-----"
            }
        return bytes.firstRange(of: Array(mark.utf8)) != nil
    }
}
