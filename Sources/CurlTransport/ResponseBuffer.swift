import HTTP

/// The received part of a response, within size limits.
struct ResponseBuffer {
    /// The largest body that is received, in bytes.
    static let maximumBodySize = 16 << 20
    /// The largest size of all header lines together, in bytes.
    static let maximumHeaderSize = 256 << 10

    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    private(set) var isBodyTooLarge = false
    private(set) var areHeadersTooLarge = false
    private(set) var hasStarted = false
    /// False if the connection closed within the headers, which libcurl takes as their end.
    private(set) var areHeadersComplete = false
    private var headerSize = 0

    /// Whether the headers give the body two different lengths.
    var hasTwoLengths: Bool {
        var length: Substring?
        for header in headers where header.isNamed("content-length") {
            for text in header.value.split(whereSeparator: { $0 == "," || $0 == " " }) {
                if let length, length != text { return true }
                length = text
            }
        }
        return false
    }

    /// Returns false if the body is too large.
    mutating func appendBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= Self.maximumBodySize else {
            isBodyTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Takes one header line with its line break. A status line starts a new response, after an interim response.
    mutating func appendHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hasStarted = true
        headerSize += bytes.count
        guard headerSize <= Self.maximumHeaderSize else {
            areHeadersTooLarge = true
            return false
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if let first = line.first, isSpace(first), let folded = headers.popLast() {
            // An old server may fold a long line: RFC 9112, section 5.2.
            let rest = String(decoding: trimmed(line), as: UTF8.self)
            headers.append(HTTPHeader(folded.name, [folded.value, rest].filter { !$0.isEmpty }.joined(separator: " ")))
        } else if line.isEmpty {
            areHeadersComplete = true
        } else if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            areHeadersComplete = false
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let value = trimmed(line[(colon + 1)...])
            headers.append(
                HTTPHeader(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return true
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// White space around a field value is not a part of it: RFC 9110, section 5.5.
    private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let padded = bytes.drop(while: isSpace)
        return padded.dropLast(padded.reversed().prefix(while: isSpace).count)
    }
}
