import EkoSandbox

/// The environment file of a sandbox that runs by itself.
struct SandboxEnvironmentFile {
    let name: String
    /// The scheme, host and port.
    let origin: String
    let initiator: String

    /// By which a file that may be replaced is known.
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

    /// Replaces what an earlier sandbox wrote, and nothing else.
    func write(to path: String) throws(FileError) {
        if FileKind(of: path) != nil {
            let old = String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self)
            // Somebody may have changed one into an environment of the API.
            guard old.hasPrefix(Self.mark), old.contains("\nsandbox: "), !old.contains("base_url:") else {
                throw FileError(reason: "it was not made by ekoflow sandbox: take another name, or remove it")
            }
        }
        try WholeFile.write(text, to: path)
    }
}
