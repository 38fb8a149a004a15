import Contract
import Expressions
import Source

extension Expectation {
    /// What a step expects if it says nothing of the outcome: a response of the API that reports success.
    static func defaults(at range: SourceRange) -> [Expectation] {
        [
            Expectation(.http, EqualsMatcher(operand: .literal(200)), at: range, isDefault: true),
            Expectation(
                .body(.members(MemberPath(segments: [.member("status")]))), EqualsMatcher(operand: .literal(0)),
                at: range, isDefault: true),
        ]
    }
}

/// What the `expect` of a step says.
struct StatedExpectations {
    var expectations: [Expectation] = []
    /// Whether any outcome will do: `outcome: any`.
    var acceptsAnyOutcome = false

    /// The expectations of a step: what it states, and the defaults where they apply. The answers of a documented endpoint
    /// are always judged by their outcome, because the API refuses with HTTP 200 too.
    func withDefaults(_ endpoint: DocumentedEndpoint?, at range: SourceRange) -> [Expectation] {
        if endpoint == nil || acceptsAnyOutcome || expectations.contains(where: \.tellsOutcome) { return expectations }
        let statesHTTP = expectations.contains { if case .http = $0.subject { true } else { false } }
        return Expectation.defaults(at: range).filter { expectation in
            if case .http = expectation.subject { !statesHTTP } else { true }
        } + expectations
    }
}
