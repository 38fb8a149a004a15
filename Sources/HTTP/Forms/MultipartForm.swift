/// A body of the type `multipart/form-data` (RFC 7578). Its files are read while it is sent.
package struct MultipartForm: Sendable {
    package let boundary: String
    package let parts: [Part]

    /// A field, or a file.
    package struct Part: Sendable {
        package let name: String
        /// Nil for a field.
        package let fileName: String?
        /// Nil if the part does not say it.
        package let contentType: String?
        package let content: Content

        package init(name: String, fileName: String? = nil, contentType: String? = nil, content: Content) {
            self.name = name
            self.fileName = fileName
            self.contentType = contentType
            self.content = content
        }
    }

    /// What a part sends.
    package enum Content: Sendable {
        case bytes([UInt8])
        case file(FileContent)

        fileprivate var size: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(let file): file.size
            }
        }
    }

    /// No part may have the boundary in it, so it must be random.
    package init(boundary: String, parts: [Part]) {
        self.boundary = boundary
        self.parts = parts
    }

    /// Of the whole body, in bytes.
    package var size: Int { pieces.reduce(0) { $0 + $1.size } }

    /// The body in its order: what is between the parts, and the parts.
    var pieces: [Content] {
        parts.flatMap { [.bytes(Array(head(of: $0).utf8)), $0.content, .bytes(Array("\r\n".utf8))] }
            + [.bytes(Array("--\(boundary)--\r\n".utf8))]
    }

    private func head(of part: Part) -> String {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(part.name))\""
        if let fileName = part.fileName { head += "; filename=\"\(Self.escaped(fileName))\"" }
        if let type = part.contentType { head += "\r\nContent-Type: \(type)" }
        return head + "\r\n\r\n"
    }

    /// As browsers write a name: https://html.spec.whatwg.org/#multipart-form-data
    private static func escaped(_ name: String) -> String {
        String(decoding: name.utf8.flatMap { escapes[$0] ?? [$0] }, as: UTF8.self)
    }

    private static let escapes: [UInt8: [UInt8]] = [
        UInt8(ascii: "\""): Array("%22".utf8), UInt8(ascii: "\r"): Array("%0D".utf8),
        UInt8(ascii: "\n"): Array("%0A".utf8),
    ]
}
