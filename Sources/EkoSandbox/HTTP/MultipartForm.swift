/// A body of type `multipart/form-data` (RFC 7578).
struct MultipartForm: Sendable {
    struct Part: Sendable {
        let name: String
        /// Nil if the part is not a file.
        let fileName: String?
        let content: [UInt8]
    }

    static let maximumParts = 50
    /// The headers of a part, in bytes.
    static let maximumHead = 4 << 10

    let parts: [Part]

    /// Nil if the body is not one, or has more than it may have.
    init?(_ body: [UInt8], contentType: String) {
        guard let boundary = Self.parameter("boundary", of: contentType), 1...70 ~= boundary.utf8.count else {
            return nil
        }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line break before it if the body starts with it.
        let text = Array("\r\n".utf8) + body
        guard let first = Self.range(of: delimiter, in: text[...]) else { return nil }
        var parts: [Part] = []
        var rest = text[first.upperBound...]
        while !rest.starts(with: Array("--".utf8)) {
            // White space may follow a delimiter on its line.
            rest = rest.drop { $0 == 32 || $0 == 9 }
            guard rest.starts(with: [13, 10]), parts.count < Self.maximumParts,
                let end = Self.range(of: delimiter, in: rest), let part = Self.part(rest[..<end.lowerBound])
            else { return nil }
            parts.append(part)
            rest = rest[end.upperBound...]
        }
        self.parts = parts
    }

    /// A part from the line break after its delimiter to the line break before the next.
    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        guard let headEnd = range(of: Array("\r\n\r\n".utf8), in: bytes),
            headEnd.lowerBound - bytes.startIndex <= maximumHead
        else { return nil }
        let head = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self)
        let disposition = head.split(separator: "\r\n").first { line in
            line.prefix { $0 != ":" }.lowercased() == "content-disposition"
        }
        guard let disposition, let name = parameter("name", of: String(disposition)) else { return nil }
        return Part(
            name: name, fileName: parameter("filename", of: String(disposition)),
            content: Array(bytes[headEnd.upperBound...]))
    }

    /// The value of a parameter of a header, in quotes or not.
    private static func parameter(_ name: String, of header: String) -> String? {
        var rest = header.utf8.drop { $0 != UInt8(ascii: ";") }
        while rest.popFirst() != nil {
            rest = rest.drop { $0 == 32 || $0 == 9 }
            let key = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            rest = rest[key.endIndex...]
            var value: [UInt8] = []
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst()
                value = rest.first == UInt8(ascii: "\"") ? quoted(&rest) : token(&rest)
            }
            if String(Substring(key)).lowercased() == name { return String(decoding: value, as: UTF8.self) }
            rest = rest.drop { $0 != UInt8(ascii: ";") }
        }
        return nil
    }

    private static func quoted(_ rest: inout Substring.UTF8View) -> [UInt8] {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(byte)
            }
        }
        return value
    }

    private static func token(_ rest: inout Substring.UTF8View) -> [UInt8] {
        let value = rest.prefix { $0 != UInt8(ascii: ";") && $0 != 32 }
        rest = rest[value.endIndex...]
        return Array(value)
    }

    private static func range(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        var start = bytes.startIndex
        let last = bytes.endIndex - pattern.count
        while start <= last, let candidate = bytes[start...last].firstIndex(of: first) {
            if bytes[candidate...].starts(with: pattern) { return candidate..<candidate + pattern.count }
            start = candidate + 1
        }
        return nil
    }
}
