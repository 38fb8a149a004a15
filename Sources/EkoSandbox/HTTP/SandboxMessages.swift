import JSON

/// A request as the sandbox has read it.
struct SandboxRequest: Sendable {
    let method: String
    /// Without the query.
    let path: String
    let query: String
    let headers: [(name: String, value: String)]
    var body: [UInt8] = []

    /// The first value of a header; names are compared without regard to case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    var keepsAlive: Bool { header("connection")?.lowercased() != "close" }
}

/// What the sandbox answers.
struct SandboxResponse: Sendable {
    let status: Int
    var headers: [(name: String, value: String)] = []
    let body: [UInt8]

    static func json(_ status: Int, _ value: JSONValue, headers: [(name: String, value: String)] = [])
        -> SandboxResponse
    {
        SandboxResponse(
            status: status, headers: [("content-type", "application/json")] + headers,
            body: Array(value.serialized.utf8))
    }

    /// The bytes of the whole response. `closing` tells the client that the connection ends with it.
    func encoded(closing: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += "content-length: \(body.count)\r\n"
        if closing { head += "connection: close\r\n" }
        head += "\r\n"
        return Array(head.utf8) + body
    }

    private static let reasons = [
        200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        413: "Content Too Large", 415: "Unsupported Media Type", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented",
    ]
}
