/// A file that another names, read.
package struct ReferencedFile: Sendable, Equatable {
    /// As seen from where the program runs.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
