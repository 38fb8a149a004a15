import YAML

/// A kind of step, such as `send_otp`. To add one, add a file to `Kinds` and a line to `all`.
package struct StepKind: Sendable {
    /// The key that gives a step this kind.
    package let name: String
    /// The shape of that key's value.
    package let shape: ValueShape
    /// What it does, in one line.
    package let summary: String
    /// The keys of `optionalStepKeys` that a step of this kind can have.
    let options: Set<String>
    /// The endpoint that it calls; nil if it has no fixed endpoint.
    var endpoint: APIEndpoint?
    let decode: @Sendable (YAMLEntry, StepOptions, inout DecodingContext) -> StepAction?

    package static let all: [StepKind] = [.sendOTP, .verifyOTP, .validateToken, .call, .use, .wait]

    /// The options of a step that makes a request.
    static let requestOptions: Set<String> = [
        "expect", "capture", "timeout", "poll", "retry", "auth", "contract", "undocumented",
    ]
}

extension StepKind {
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
    /// Whether parameters are sent as written, to test how the API handles bad input.
    let allowsInvalid: Bool
    /// What the step says of its effect; nil if it says nothing.
    var stated: StatedEffect?
    /// Whether the step has a `with` of its own.
    var hasArguments = false
}
