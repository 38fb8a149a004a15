/// An HTTP status that the API documents: https://eps.eko.in/docs/error-codes
package struct APIHTTPStatus: Sendable {
    package let code: Int
    package let meaning: String

    /// The documented statuses besides 200, each with what is wrong.
    package static let errors = [
        APIHTTPStatus(code: 403, meaning: "a wrong signature or timestamp, or a key or an address that is not allowed"),
        APIHTTPStatus(code: 404, meaning: "a wrong URL"),
        APIHTTPStatus(code: 405, meaning: "a wrong method"),
        APIHTTPStatus(code: 415, meaning: "a wrong content-type"),
        APIHTTPStatus(code: 500, meaning: "no connectivity, or a misconfigured URL"),
    ]
}
