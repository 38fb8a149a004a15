/// An endpoint of the API and its documented answers: https://eps.eko.in/docs
package struct DocumentedEndpoint: Sendable {
    /// The name of the step that calls it: `send_otp`.
    package let name: String
    /// For people: `Send OTP`.
    package let title: String
    package let method: String
    /// Below the base URL.
    package let path: String
    /// The names of its parameters.
    package let parameters: [String]
    package let answers: [DocumentedAnswer]

    package static let all: [DocumentedEndpoint] = [.sendOTP, .verifyOTP, .validateToken]

    /// The endpoint of a request; nil if its answers are not documented here.
    package static func endpoint(method: String, path: String) -> DocumentedEndpoint? {
        all.first { $0.method == method && $0.path == path }
    }

    /// Every `response_type_id` that its answers can have.
    package var responseTypes: Set<Int> { answers.reduce(into: []) { $0.formUnion($1.responseTypes) } }
}
