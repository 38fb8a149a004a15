import Contract
import Expressions
import Source

extension Expectation {
    /// What a step expects if it says nothing of the outcome: a response of the API that reports success.
    static func defaults(at range: SourceRange) -> [Expectation] {
        [Expectation(.http, ok, at: range, isDefault: true), status(at: range)]
    }

    fileprivate static func status(at range: SourceRange, isForSuccessOnly: Bool = false) -> Expectation {
        Expectation(statusOfBody, success, at: range, isDefault: true, isForSuccessOnly: isForSuccessOnly)
    }

    private static let ok = EqualsMatcher(operand: .literal(200))
    private static let success = EqualsMatcher(operand: .literal(0))
    private static let statusOfBody = Subject.body(.members(MemberPath(segments: [.member("status")])))
}

/// What the `expect` of a step says.
struct StatedExpectations {
    var expectations: [Expectation] = []
    /// Whether any outcome will do: `outcome: any`.
    var acceptsAnyOutcome = false

    /// What is expected besides of an answer of a documented endpoint. Its outcome is always judged, because the API
    /// refuses with HTTP 200 too.
    func defaults(at range: SourceRange) -> [Expectation] {
        if acceptsAnyOutcome || expectations.contains(where: \.tellsOutcome) { return [] }
        let ofHTTP = expectations.filter(\.subject.isHTTP)
        if ofHTTP.isEmpty { return Expectation.defaults(at: range) }
        // Several operators hold together.
        let admitsSuccess = !ofHTTP.contains(where: \.excludesSuccess)
        return admitsSuccess ? [.status(at: range, isForSuccessOnly: true)] : []
    }
}
