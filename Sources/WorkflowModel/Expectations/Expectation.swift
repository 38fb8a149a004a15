import Source

/// One condition that a step's exchange must meet.
package struct Expectation: Sendable {
    /// The part of the exchange that it checks.
    package enum Subject: Sendable {
        /// The status code.
        case http
        /// The time of the whole exchange.
        case within
        /// A header by its name, in lower case.
        case header(String)
        case body(BodyPath)

        /// As written in the workflow: `body.data.tid`.
        package var text: String {
            switch self {
            case .http: "http"
            case .within: "within"
            case .header(let name): "headers.\(name)"
            case .body(.members(let path)): path.text.isEmpty ? "body" : "body.\(path.text)"
            case .body(.query(let query)): "body \(query.text)"
            }
        }
    }

    package let subject: Subject
    package let matcher: any Matcher
    /// The value in the workflow that states it; for a default expectation, the step.
    package let range: SourceRange
    /// Whether it is expected by default, because the step has no `expect`.
    package var isDefault = false

    /// Whether judging it can take seconds, on some response: if it has a pattern or a query.
    package var canTakeLong: Bool {
        if case .body(.query) = subject { return true }
        return matcher.canTakeLong
    }
}
