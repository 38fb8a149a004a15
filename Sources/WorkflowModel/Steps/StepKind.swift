import YAML

/// A kind of step, such as `send_otp`. A new one is a file in `Kinds` and a line in `all`.
package struct StepKind: Sendable {
    /// The key that makes a step one of this kind.
    package let name: String
    /// What stands under that key.
    package let shape: ValueShape
    /// One line for people: what it does.
    package let summary: String
    /// The keys beside it that have a meaning for it, of those that not every step has.
    let options: Set<String>
    /// What it calls, where it always calls the same.
    let endpoint: APIEndpoint?
    let decode: @Sendable (YAMLEntry, StepOptions, inout DecodingContext) -> StepAction?

    package static let all: [StepKind] = [.sendOTP, .verifyOTP, .validateToken, .call, .use, .wait]

    /// The options of a step that makes a request.
    static let requestOptions: Set<String> = ["expect", "capture", "timeout", "poll", "retry", "auth"]

    init(
        name: String, shape: ValueShape, summary: String, options: Set<String>, endpoint: APIEndpoint? = nil,
        decode: @escaping @Sendable (YAMLEntry, StepOptions, inout DecodingContext) -> StepAction?
    ) {
        self.name = name
        self.shape = shape
        self.summary = summary
        self.options = options
        self.endpoint = endpoint
        self.decode = decode
    }

    /// A kind that makes one of the API's documented requests.
    init(name: String, summary: String, endpoint: APIEndpoint) {
        self.init(
            name: name, shape: .mapping(endpoint.keys), summary: summary,
            options: Self.requestOptions.union(["allow_invalid"]), endpoint: endpoint
        ) { entry, options, context in
            context.request(of: endpoint, entry, options: options).map { .request($0) }
        }
    }
}

/// The keys beside a step's kind that decide how its parameters are read.
struct StepOptions: Sendable {
    /// Parameters are sent as written, to test what the API makes of bad input.
    let allowsInvalid: Bool
}
