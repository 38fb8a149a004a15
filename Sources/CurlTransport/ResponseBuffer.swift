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
        if line.isEmpty {
            areHeadersComplete = true
        } else if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            areHeadersComplete = false
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            // White space around a field value is no part of it: RFC 9110, section 5.5.
            let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let padded = line[(colon + 1)...].drop(while: isSpace)
            let value = padded.dropLast(padded.reversed().prefix(while: isSpace).count)
            headers.append(
                HTTPHeader(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return true
    }
}
