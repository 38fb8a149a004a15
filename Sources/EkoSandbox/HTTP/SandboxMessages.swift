import JSON

/// A request as the sandbox has read it.
package struct SandboxRequest: Sendable {
    package let method: String
    /// Without the query.
    package let path: String
    package let query: String
    /// In their order, with names in lower case.
    package let headers: [(name: String, value: String)]
    package var body: [UInt8] = []
    /// False for HTTP/1.0.
    let isPersistent: Bool

    /// The first value of a header, whose name is given in lower case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    var keepsAlive: Bool {
        let options = header("connection")?.lowercased().split { $0 == "," || $0 == " " } ?? []
        return isPersistent && method != "HEAD" && !options.contains("close")
    }
}

/// What the sandbox answers.
package struct SandboxResponse: Sendable {
    package let status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// `status` of the API's envelope; nil where the body has none.
    var apiStatus: Int?

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ status: Int, _ value: JSONValue, headers: [(name: String, value: String)] = [])
        -> SandboxResponse
    {
        SandboxResponse(
            status: status, headers: [("content-type", "application/json")] + headers,
            body: Array(value.serialized.utf8))
    }

    /// The bytes of the whole response. `closing` tells the client that the connection ends with it.
    package func encoded(closing: Bool = false) -> [UInt8] {
        let closing = closing ? "connection: close\r\n" : ""
        // A client takes a 304 for one without a body, whatever its headers say (RFC 9110, section 15.4.5).
        if status == 304 { return head(more: closing) }
        return head(more: "content-length: \(body.count)\r\n" + closing) + body
    }

    /// The status line and the headers, with `more` header lines and the empty line at the end.
    func head(more: String = "") -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(HTTPStatus.phrase(status))\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += more
        head += "\r\n"
        return Array(head.utf8)
    }
}

enum HTTPStatus {
    /// What a status line says beside the number (RFC 9110, section 15).
    static func phrase(_ status: Int) -> String { phrases[status] ?? "Status" }

    private static let phrases = [
        200: "OK", 300: "Multiple Choices", 304: "Not Modified", 301: "Moved Permanently", 302: "Found",
        303: "See Other", 307: "Temporary Redirect",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large", 415: "Unsupported Media Type",
        422: "Unprocessable Content", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]
}
