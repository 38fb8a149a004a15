/// A server's final response, without the informational responses before it.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: [HTTPHeader]
    package let body: [UInt8]

    package init(status: Int, headers: [HTTPHeader], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The values of a header, joined as in RFC 9110, section 5.3; nil if the header is missing.
    package func header(_ name: String) -> String? {
        let values = headerValues(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The values of a header, one for each of its lines.
    package func headerValues(_ name: String) -> [String] {
        headers.filter { $0.isNamed(name) }.map(\.value)
    }
}
