/// A file that another file names, with its content.
package struct ReferencedFile: Sendable, Equatable {
    /// As seen from the working directory.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
