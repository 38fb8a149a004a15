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

/// When each phase of an exchange ended, from its start. A phase that was not needed ends with the phase before it.
package struct HTTPTimings: Sendable, Equatable {
    package var nameLookup: Duration = .zero
    package var connect: Duration = .zero
    package var tls: Duration = .zero
    package var firstByte: Duration = .zero
    package var total: Duration = .zero

    package init() {}
}
