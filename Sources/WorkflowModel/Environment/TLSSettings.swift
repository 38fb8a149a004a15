import Source
import YAML

/// How the host's certificate is checked, and which client certificate is sent.
package struct TLSSettings: Sendable {
    /// A PEM file of CA certificates to trust instead of the system's; nil to trust the system's.
    package var authorities: Located<String>?
    /// A PEM file with the client certificate.
    package var clientCertificate: Located<String>?
    /// A PEM file with the client certificate's key; nil if the certificate's file contains the key.
    package var clientKey: Located<String>?
    /// Nil if the key is not encrypted.
    package var clientKeyPassword: CredentialReference?
    /// False if the server's certificate is not verified.
    package var checksHost = true

    static let keys = [
        KeySpec(
            "ca_file", .text,
            "a PEM file with the CA certificates to trust in place of the system's; the path is relative to the environment file, and ~/ is the home folder"
        ),
        KeySpec(
            "client_certificate", .text, "a PEM file with the client certificate that ekoflow presents to the host"),
        KeySpec("client_key", .text, "a PEM file with the key of client_certificate, if the key is in another file"),
        KeySpec(
            "client_key_password", CredentialReference.shape,
            "where the password of an encrypted key is: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }"
        ),
        KeySpec(
            "insecure", .boolean, "true: the server's certificate is not verified, so others can read keys and numbers"),
    ]
}

extension DecodingContext {
    /// Reads `tls`.
    mutating func tls(_ entry: YAMLEntry) -> TLSSettings {
        guard let mapping = mapping(entry.value, keys: TLSSettings.keys, subject: "'tls'") else { return TLSSettings() }
        var settings = TLSSettings()
        settings.authorities = mapping["ca_file"].flatMap { plainText($0) }
        settings.clientCertificate = mapping["client_certificate"].flatMap { plainText($0) }
        settings.clientKey = mapping["client_key"].flatMap { plainText($0) }
        settings.clientKeyPassword = mapping["client_key_password"].flatMap { credential($0) }
        if mapping["client_certificate"] == nil, let key = mapping["client_key"] ?? mapping["client_key_password"] {
            report(
                .keyWithoutCertificate, "this key belongs to a certificate, but 'client_certificate' is missing",
                at: key.key.range,
                help: "add client_certificate: PATH")
        }
        if mapping["insecure"].flatMap({ boolean($0) }) == true {
            settings.checksHost = false
            if let authorities = mapping["ca_file"] {
                report(
                    .authoritiesWithoutCheck, "with 'insecure', no certificate is verified", at: authorities.key.range,
                    help: "remove 'insecure', so that this file is what counts")
            }
        }
        return settings
    }

    /// Reports `tls` on a connection without TLS, and `insecure`: an error in production, a warning elsewhere.
    mutating func checkTLS(
        _ entry: YAMLEntry, _ settings: TLSSettings, of endpoint: Environment.Endpoint, isProduction: Bool
    ) {
        guard case .baseURL(let url) = endpoint, url.value.hasPrefix("https://") else {
            report(
                .tlsWithoutHttps, "'tls' needs a 'base_url' with https://", at: entry.key.range,
                help: "remove 'tls'")
            return
        }
        let insecure = entry.value.mapping?.first { $0.key.value == "insecure" }
        if !settings.checksHost, let insecure {
            let help = "to trust your own CA certificate, write ca_file: PATH"
            let warning =
                "THE CERTIFICATE OF THE HOST IS NOT CHECKED: whoever is on the way can read the keys and the OTPs"
            report(
                isProduction
                    ? .error(
                        .insecureProduction, "in production, the certificate of the host is always checked",
                        at: insecure.key.range, help: help)
                    : .warning(.insecure, warning, at: insecure.key.range, help: help))
        }
    }
}
