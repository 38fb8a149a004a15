/// What the machine says of all connections.
package struct ConnectionOptions: Sendable {
    /// A file and a folder of CA certificates to trust in place of the system's, as OpenSSL's programs read them from
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR`.
    package var certificateFile: String?
    package var certificateFolder: String?
    /// The files in which the system's CA certificates can be. If nil, libcurl knows the place, or it is looked for.
    package var certificatePlaces: [String]?
    /// Addresses for hosts, each as `HOST:PORT:ADDRESS`, in place of what the name server says.
    package var addresses: [String] = []

    package init() {}
}
