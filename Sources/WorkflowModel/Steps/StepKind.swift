import YAMLSource

/// A kind of step, such as `send_otp`. A new one is a file in `Kinds` and a line in `all`.
package struct StepKind: Sendable {
    /// The key that makes a step one of this kind.
    package let name: String
    /// One line for people: what it does.
    package let summary: String
    let decode: @Sendable (YAMLEntry, StepOptions, inout DecodingContext) -> RequestTemplate?

    package static let all: [StepKind] = [.sendOTP, .call]
}

/// The keys beside a step's kind that decide how its parameters are read.
struct StepOptions: Sendable {
    /// Parameters are sent as written, to test what the API makes of bad input.
    let allowsInvalid: Bool
}
