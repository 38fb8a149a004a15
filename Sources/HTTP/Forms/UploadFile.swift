/// A file that requests send. It is read while it is sent, and never as a whole.
package struct UploadFile: Sendable, Equatable {
    /// As seen from the working directory.
    package let path: String
    /// In bytes, when the workflow was read; nil if the file was not looked at, because nothing will be sent.
    package let size: Int?
    /// Which file it was, and its last change, when the workflow was read; nil if it was not looked at.
    package let identity: FileIdentity?

    package init(path: String, size: Int?, identity: FileIdentity? = nil) {
        self.path = path
        self.size = size
        self.identity = identity
    }

    /// The file as it is now.
    package init(checked path: String) throws(UploadError) {
        let reader = try FileReader(path)
        self.init(path: path, size: reader.size, identity: reader.identity)
    }

    /// Its name without folders.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What the file has now. Reads it once, in small pieces. An error if its size is not the one that was checked.
    package func content() throws(UploadError) -> FileContent {
        let reader = try FileReader(path)
        if let size, size != reader.size { throw .changed(path, from: size, to: reader.size) }
        if let identity, identity != reader.identity {
            throw UploadError("the file \(path) has changed since it was checked")
        }
        let (sha256, start) = try reader.checksum(keeping: FileContent.longestText)
        let text = reader.size > start.count ? nil : String(validating: start, as: UTF8.self)
        return FileContent(path: path, size: reader.size, sha256: sha256, text: text)
    }
}

/// Tells a file from another one at its path, and from itself after a change.
package struct FileIdentity: Sendable, Equatable {
    let device: UInt
    let number: UInt
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int
}

/// What a request sends of a file: exactly this, or the request fails.
package struct FileContent: Sendable, Equatable {
    /// As seen from the working directory.
    package let path: String
    /// In bytes.
    package let size: Int
    /// In hexadecimal digits.
    package let sha256: String
    /// What is in it, if that is a short text.
    package let text: String?

    /// In bytes.
    static let longestText = 1 << 16

    package init(path: String, size: Int, sha256: String, text: String? = nil) {
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.text = text
    }
}

/// Why a file cannot be sent.
package struct UploadError: Error, Sendable, Equatable {
    /// A complete message for people.
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    static func changed(_ path: String, from size: Int, to newSize: Int) -> UploadError {
        UploadError("the file \(path) has changed: it had \(size) bytes, and now it has \(newSize)")
    }
}
