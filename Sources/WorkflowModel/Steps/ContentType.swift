import HTTP

/// The rules for content types, which workflows state and files have.
package enum ContentType {
    /// What is wrong with a content type; nil if it can be sent. It may be one that no server knows: that can be the test.
    package static func problem(_ text: String) -> String? {
        let isSendable = text.utf8.allSatisfy { 0x20...0x7E ~= $0 }
        return isSendable && !text.isEmpty ? nil : "a content type has only visible ASCII characters and spaces"
    }

    package static let help = "for example text/csv, or application/json"

    /// The content type of a file, by the ending of its name.
    static func ofFile(named name: String) -> String {
        guard let point = name.lastIndex(of: ".") else { return unknown }
        return byEnding[name[name.index(after: point)...].lowercased()] ?? unknown
    }

    private static let unknown = "application/octet-stream"

    private static let byEnding = [
        "csv": "text/csv", "gif": "image/gif", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg",
        "json": "application/json", "pdf": "application/pdf", "png": "image/png", "tif": "image/tiff",
        "tiff": "image/tiff", "txt": "text/plain", "webp": "image/webp", "xml": "application/xml",
        "zip": "application/zip",
    ]
}
