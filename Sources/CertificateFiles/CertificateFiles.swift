import CLibrary

/// The files in which systems keep the CA certificates that they trust.
package enum CertificateFiles {
    /// In the order in which they are looked for.
    package static let places = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL, Amazon Linux
        "/etc/ssl/ca-bundle.pem",  // openSUSE, SLES
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // newer Fedora, CentOS
        "/etc/ssl/cert.pem",  // Alpine without the package ca-certificates, BSD, macOS
    ]

    /// The first file that can be read; nil if none can.
    package static func first(of places: [String] = places) -> String? {
        places.first { access($0, R_OK) == 0 }
    }
}
