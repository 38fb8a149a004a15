import JSON

/// A response of the sandbox.
package struct SandboxResponse: Sendable {
    package let status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// `status` of the API's envelope; nil if the body has none.
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

    /// The bytes of the whole response. `closing` adds the header `connection: close`.
    package func encoded(closing: Bool = false) -> [UInt8] {
        let closing = closing ? "connection: close\r\n" : ""
        // A client expects no body after a 304, whatever its headers say (RFC 9110, section 15.4.5).
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
