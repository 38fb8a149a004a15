/// A request, complete and signed.
package struct HTTPRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [HTTPHeader]
    /// Nil if there is no body.
    package let body: [UInt8]?
    package let tls: TLSOptions

    package init(
        method: String, url: String, headers: [HTTPHeader], body: [UInt8]?, tls: TLSOptions = .standard
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.tls = tls
    }
}
