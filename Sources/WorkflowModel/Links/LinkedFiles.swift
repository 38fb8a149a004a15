import HTTP
import Source

/// Why a file that another file names cannot be read, for messages: `no such file`.
package struct LinkError: Error {
    package let reason: String
    package let help: String?
    /// The problem within the file, with its place there; nil if the file could not be read at all.
    package let diagnostic: Diagnostic?

    package init(reason: String, help: String? = nil) {
        self.reason = reason
        self.help = help
        diagnostic = nil
    }

    package init(_ diagnostic: Diagnostic) {
        reason = diagnostic.message
        help = diagnostic.help
        self.diagnostic = diagnostic
    }
}

/// Reads the files that workflows name: other workflows, and files of cases.
package protocol LinkedFiles: Sendable {
    /// The path of a file. One file always has the same path, however it is named.
    func path(of file: SourceFile) -> String

    /// Reads the file at `path`, as seen from `file`. The result has the path that `path(of:)` gives.
    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile

    /// The file at `path` that a request sends, as seen from `file`. It is not read yet, but it can be.
    func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile
}

extension LinkedFiles {
    package func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile {
        throw LinkError(reason: "no such file")
    }
}
