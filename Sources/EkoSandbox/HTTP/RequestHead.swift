/// The request line and the headers of a request (RFC 9112, sections 3 and 5).
struct RequestHead {
    /// Without its body.
    let request: SandboxRequest

    /// `bytes` end with the empty line.
    init(_ bytes: ArraySlice<UInt8>) throws(RequestReader.Problem) {
        // Two programs may read a bare line feed differently, so that one of them misses a header.
        let rawLines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        guard rawLines.dropLast().allSatisfy({ $0.last == 13 }) else {
            throw RequestReader.Problem(400, "a line ends without a carriage return")
        }
        var lines = rawLines.lazy.map { $0.dropLast() }.makeIterator()
        guard let parts = lines.next()?.split(separator: 32, omittingEmptySubsequences: false), parts.count == 3,
            ["HTTP/1.1", "HTTP/1.0"].contains(Self.text(parts[2])), parts[1].first == UInt8(ascii: "/")
        else { throw RequestReader.Problem(400, "this is not a request of HTTP/1.1") }
        var headers: [(name: String, value: String)] = []
        while let line = lines.next(), !line.isEmpty { headers.append(try Self.header(line)) }
        let target = parts[1].split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        request = SandboxRequest(
            method: Self.text(parts[0]), path: Self.text(target[0]),
            query: target.count > 1 ? Self.text(target[1]) : "",
            headers: headers, isPersistent: parts[2].last != UInt8(ascii: "0"))
    }

    private static func header(
        _ line: ArraySlice<UInt8>
    ) throws(RequestReader.Problem) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy({ 33...126 ~= $0 })
        else { throw RequestReader.Problem(400, "a header line has no name") }
        var value = line[line.index(after: colon)...].drop(while: isSpace)
        while let last = value.last, isSpace(last) { value.removeLast() }
        guard !value.contains(where: { $0 < 32 && $0 != 9 || $0 == 127 }) else {
            throw RequestReader.Problem(400, "a header has a control character in it")
        }
        return (text(line[..<colon]).lowercased(), text(value))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
