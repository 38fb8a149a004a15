/// A request, complete and signed.
package struct HTTPRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [HTTPHeader]
    /// Nil if there is no body.
    package let body: [UInt8]?
    package let tls: TLSOptions
    /// Whether it needs a connection of its own: a kept connection can be closed by the server just when the request leaves,
    /// and then nobody knows whether it arrived.
    package let needsFreshConnection: Bool

    package init(
        method: String, url: String, headers: [HTTPHeader], body: [UInt8]?, tls: TLSOptions = .standard,
        needsFreshConnection: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.tls = tls
        self.needsFreshConnection = needsFreshConnection
    }
}
