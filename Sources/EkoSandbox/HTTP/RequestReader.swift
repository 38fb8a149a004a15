import JSON

/// Reads requests of HTTP/1.1 (RFC 9112) from a connection, within bounds.
struct RequestReader {
    /// A request that cannot be read, and what to answer.
    struct Problem: Error {
        let response: SandboxResponse

        init(_ status: Int, _ message: String) {
            response = .json(status, .object(JSONObject([("message", .string(message))])))
        }
    }

    static let maximumHeadSize = 64 << 10
    static let maximumBodySize = 1 << 20

    private let receive: () async throws -> [UInt8]
    private var buffer: [UInt8] = []
    /// Where in `buffer` the bytes that have not been read start.
    private var start = 0

    /// `receive` gives the next bytes of the connection, and throws where it has ended.
    init(receive: @escaping () async throws -> [UInt8]) {
        self.receive = receive
    }

    /// The next request; nil where the client has closed the connection between two requests.
    mutating func next() async throws -> SandboxRequest? {
        guard let head = try await head() else { return nil }
        var request = try Self.parse(head: head)
        if request.header("transfer-encoding") != nil {
            guard request.header("transfer-encoding")?.lowercased() == "chunked",
                request.header("content-length") == nil
            else { throw Problem(400, "the length of the body is not clear") }
            request.body = try await chunkedBody()
        } else if let length = request.header("content-length") {
            guard length.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let count = Int(length)
            else {
                throw Problem(400, "content-length is not a number")
            }
            request.body = try await bytes(count)
        }
        return request
    }

    /// All up to and including the empty line.
    private mutating func head() async throws -> ArraySlice<UInt8>? {
        buffer.removeFirst(start)
        start = 0
        var searched = 0
        while true {
            if let end = endOfHead(from: searched) {
                start = end
                return buffer[..<end]
            }
            searched = max(0, buffer.count - 3)
            guard buffer.count <= Self.maximumHeadSize else { throw Problem(431, "the headers are too large") }
            do {
                buffer += try await receive()
            } catch  where buffer.isEmpty {
                return nil
            }
        }
    }

    private func endOfHead(from offset: Int) -> Int? {
        var index = offset
        while index + 3 < buffer.count {
            if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                return index + 4
            }
            index += 1
        }
        return nil
    }

    private mutating func bytes(_ count: Int) async throws -> [UInt8] {
        guard count <= Self.maximumBodySize else { throw Problem(413, "the body is too large") }
        while buffer.count - start < count { buffer += try await receive() }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = buffer[start...].firstIndex(of: 10) {
                defer { start = end + 1 }
                let line = buffer[start..<end]
                return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
            }
            guard buffer.count - start <= Self.maximumHeadSize else { throw Problem(400, "a line is too long") }
            buffer += try await receive()
        }
    }

    private mutating func chunkedBody() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try await line().prefix { $0 != ";" }
            guard let count = Int(size, radix: 16), count >= 0 else { throw Problem(400, "a chunk has no size") }
            guard count <= Self.maximumBodySize - body.count else { throw Problem(413, "the body is too large") }
            if count == 0 {
                while try await !line().isEmpty {}  // trailers
                return body
            }
            body += try await bytes(count)
            guard try await line().isEmpty else { throw Problem(400, "a chunk is longer than its size") }
        }
    }

    private static func parse(head: ArraySlice<UInt8>) throws(Problem) -> SandboxRequest {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let parts = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1."), parts[1].hasPrefix("/") else {
            throw Problem(400, "this is not a request of HTTP/1.1")
        }
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex, !line[..<colon].contains(" ") else {
                throw Problem(400, "a header line has no name")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((String(line[..<colon]), String(value)))
        }
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return SandboxRequest(
            method: String(parts[0]), path: String(target[0]), query: target.count > 1 ? String(target[1]) : "",
            headers: headers)
    }
}
