/// A request, complete and signed.
package struct HTTPRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [HTTPHeader]
    /// Nil if there is no body, or the body is a form.
    package let body: [UInt8]?
    /// The body, if it has parts that are read while it is sent.
    package let form: MultipartForm?
    package let tls: TLSOptions
    /// Whether it needs a connection of its own: a kept connection can be closed by the server just when the request leaves,
    /// and then nobody knows whether it arrived.
    package let needsFreshConnection: Bool

    package init(
        method: String, url: String, headers: [HTTPHeader], body: [UInt8]?, form: MultipartForm? = nil,
        tls: TLSOptions = .standard, needsFreshConnection: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.form = form
        self.tls = tls
        self.needsFreshConnection = needsFreshConnection
    }
}
