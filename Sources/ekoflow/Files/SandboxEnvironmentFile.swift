import EkoSandbox

/// The environment file of a sandbox in its own process (`ekoflow sandbox`).
struct SandboxEnvironmentFile {
    let name: String
    /// The scheme, host and port.
    let origin: String
    let initiator: String

    /// Marks a file that may be replaced.
    private static let mark = "# made by ekoflow sandbox"

    var text: String {
        """
        \(Self.mark), and replaced by the next: nobody is texted. In other clients:
        #   base URL       \(origin)\(SandboxServer.basePath)
        #   developer_key  \(SandboxConfiguration.developerKey)
        #   access_key     \(SandboxConfiguration.accessKey)
        name: "\(name)"
        sandbox: \(origin)
        initiator_id: "\(initiator)"

        """
    }

    /// Replaces a file only if an earlier sandbox wrote it.
    func write(to path: String) throws(FileError) {
        if FileKind(of: path) != nil {
            let old = String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self)
            // Somebody may have changed such a file into an environment of the real API.
            guard old.hasPrefix(Self.mark), old.contains("\nsandbox: "), !old.contains("base_url:") else {
                throw FileError(reason: "it was not made by ekoflow sandbox: take another name, or remove it")
            }
        }
        try WholeFile.write(text, to: path)
    }
}
