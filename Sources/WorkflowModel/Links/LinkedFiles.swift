import Source

/// Why a file that another one names cannot be read, for people: `no such file`.
package struct LinkError: Error {
    package let reason: String
    package let help: String?

    package init(reason: String, help: String? = nil) {
        self.reason = reason
        self.help = help
    }
}

/// Gives the files that workflows name: other workflows, and files of cases.
package protocol LinkedFiles: Sendable {
    /// The path of a file, the same however the file is named.
    func path(of file: SourceFile) -> String

    /// Reads the file that `path` names as seen from `file`. The result has the path that `path(of:)`
    /// gives.
    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile
}
