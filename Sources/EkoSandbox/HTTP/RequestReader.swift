/// Reads HTTP/1.1 requests (RFC 9112) from a connection, within limits.
package struct RequestReader {
    /// The answer to a request that cannot be read.
    package struct Problem: Error {
        package let response: SandboxResponse

        init(_ status: Int, _ message: String) {
            response = .json(status, ["message": .string(message)])
        }
    }

    private let limits: ConnectionLimits
    private let receive: () async throws -> [UInt8]
    private let proceed: () async throws -> Void
    private var buffer: [UInt8] = []
    /// The index in `buffer` of the first byte that has not been read.
    private var start = 0

    /// `receive` returns the next bytes of the connection, and throws at its end. `proceed` tells a client to send its
    /// body, if the client asks first (RFC 9110, section 10.1.1).
    package init(
        limits: ConnectionLimits, receive: @escaping () async throws -> [UInt8],
        proceed: @escaping () async throws -> Void
    ) {
        self.limits = limits
        self.receive = receive
        self.proceed = proceed
    }

    /// The next request; nil if the client closed the connection between two requests.
    package mutating func next() async throws -> SandboxRequest? {
        guard let head = try await head() else { return nil }
        var request = try RequestHead(head).request
        for name in ["transfer-encoding", "content-length"] where request.headers.count(where: { $0.name == name }) > 1
        {
            throw Problem(400, "\(name) is given twice")
        }
        let transferEncoding = request.header("transfer-encoding")?.lowercased()
        let length = request.header("content-length")
        let hasBody = transferEncoding != nil || length.map { $0 != "0" } ?? false
        if hasBody, start == buffer.count, request.header("expect")?.lowercased() == "100-continue" {
            try await proceed()
        }
        if let transferEncoding {
            guard transferEncoding == "chunked", length == nil else {
                throw Problem(400, "the length of the body is not clear")
            }
            request.body = try await chunkedBody()
        } else if let length {
            guard length.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let count = Int(length)
            else {
                throw Problem(400, "content-length is not a number")
            }
            request.body = try await bytes(count)
        }
        return request
    }

    /// The bytes up to and including the empty line.
    private mutating func head() async throws -> ArraySlice<UInt8>? {
        buffer.removeFirst(start)
        start = 0
        var searched = 0
        while true {
            // Empty lines before a request are ignored (RFC 9112, section 2.2).
            while searched == 0, buffer.starts(with: [13, 10]) { buffer.removeFirst(2) }
            if let end = endOfHead(from: searched) {
                start = end
                return buffer[..<end]
            }
            searched = max(0, buffer.count - 3)
            guard buffer.count <= limits.headSize else { throw Problem(431, "the headers are too large") }
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

    /// Drops bytes that were already read once there are many, because chunks could make the buffer grow without limit.
    private mutating func readMore() async throws {
        if start > limits.headSize {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += try await receive()
    }

    private mutating func bytes(_ count: Int) async throws -> [UInt8] {
        guard count <= limits.bodySize else { throw Problem(413, "the body is too large") }
        while buffer.count - start < count { try await readMore() }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = buffer[start...].firstIndex(of: 10) {
                defer { start = end + 1 }
                let line = buffer[start..<end]
                guard line.last == 13 else { throw Problem(400, "a line ends without a carriage return") }
                return String(decoding: line.dropLast(), as: UTF8.self)
            }
            guard buffer.count - start <= limits.headSize else { throw Problem(400, "a line is too long") }
            try await readMore()
        }
    }

    private mutating func chunkedBody() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try await line().prefix { $0 != ";" }
            guard size.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let count = Int(size, radix: 16)
            else { throw Problem(400, "a chunk has no size") }
            guard count <= limits.bodySize - body.count else { throw Problem(413, "the body is too large") }
            if count == 0 {
                try await skipTrailers()
                return body
            }
            body += try await bytes(count)
            guard try await line().isEmpty else { throw Problem(400, "a chunk is longer than its size") }
        }
    }

    private mutating func skipTrailers() async throws {
        var size = 0
        while true {
            let line = try await line()
            if line.isEmpty { return }
            size += line.utf8.count
            guard size <= limits.headSize else { throw Problem(431, "the trailers are too large") }
        }
    }
}
