/// A header field. Names are compared without regard to case.
package struct HTTPHeader: Sendable, Equatable {
    package let name: String
    package let value: String
    /// True for keys and signatures: the value must not reach any output.
    package let isSecret: Bool

    package init(_ name: String, _ value: String, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}

/// A request, complete and signed.
package struct HTTPRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [HTTPHeader]
    /// Nil where there is no body.
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

/// What a server answered: its final response, and none of the informational ones before it.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: [HTTPHeader]
    package let body: [UInt8]

    package init(status: Int, headers: [HTTPHeader], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The values of a header, joined as RFC 9110, section 5.3 has it; nil where it is not there.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        let values = headers.filter { $0.name.lowercased() == wanted }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

/// A request and the response to it.
package struct HTTPExchange: Sendable {
    package let request: HTTPRequest
    package let response: HTTPResponse
    package let timings: HTTPTimings

    package init(request: HTTPRequest, response: HTTPResponse, timings: HTTPTimings) {
        self.request = request
        self.response = response
        self.timings = timings
    }
}

/// When each phase of an exchange was over, from its start. A phase that was not needed is over with the one before it.
package struct HTTPTimings: Sendable, Equatable {
    package var nameLookup: Duration = .zero
    package var connect: Duration = .zero
    package var tls: Duration = .zero
    package var firstByte: Duration = .zero
    package var total: Duration = .zero

    package init() {}
}
