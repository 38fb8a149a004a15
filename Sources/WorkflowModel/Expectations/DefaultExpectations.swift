import Contract
import Expressions
import JSON
import Source

extension Expectation {
    /// What a step expects if it says nothing of the outcome: a response of the API that reports success. `operation` is
    /// nil if the request is not documented.
    static func defaults(at range: SourceRange, of operation: Operation?) -> [Expectation] {
        [Expectation(.http, ok, at: range, isDefault: true)] + outcome(of: operation, at: range)
    }

    /// The codes of a documented success.
    fileprivate static func outcome(
        of operation: Operation?, at range: SourceRange, isForSuccessOnly: Bool = false
    ) -> [Expectation] {
        func expectation(_ path: [String], _ matcher: any Matcher) -> Expectation {
            let subject = Subject.body(.members(MemberPath(segments: path.map { .member($0) })))
            return Expectation(subject, matcher, at: range, isDefault: true, isForSuccessOnly: isForSuccessOnly)
        }
        let successes = operation?.successes ?? []
        if successes.contains(where: { $0.status == nil }) { return [expectation([], TypeMatcher(name: "array"))] }
        let codes = successes.compactMap(\.exactStatus)
        var expectations = [expectation(["status"], codes.isEmpty || codes == [0] ? success : anyOf(codes, at: range))]
        if let operation, let types = operation.decisiveTypes {
            expectations.append(expectation(["response_type_id"], anyOf(types, at: range)))
        }
        let states = Set(successes.compactMap(\.transactionStatus)).sorted()
        // Whatever moves money may say what state the transaction is in.
        let movesMoney = operation?.effect.kinds.contains(.movesMoney) ?? false
        if !states.isEmpty || movesMoney {
            let mayBeMissing = successes.contains { $0.transactionStatus == nil }
            let matcher = TransactionStatusMatcher(states: states.isEmpty ? [0] : states, mayBeMissing: mayBeMissing)
            expectations.append(expectation(["data", "tx_status"], matcher))
        }
        return expectations
    }

    private static func anyOf(_ codes: [Int], at range: SourceRange) -> any Matcher {
        let codes = Set(codes).sorted()
        return codes.count == 1
            ? EqualsMatcher(operand: .literal(.integer(codes[0])))
            : oneOf(codes.map { .integer($0) }, at: range)
    }

    private static func oneOf(_ values: [JSONValue], at range: SourceRange) -> OneOfMatcher {
        OneOfMatcher(operands: values.map { .literal($0) }, ranges: values.map { _ in range })
    }

    fileprivate static let ok = EqualsMatcher(operand: .literal(200))
    private static let success = EqualsMatcher(operand: .literal(0))
}

/// Holds for the states of a transaction that are a success. The documentation writes them as text, and some answers have
/// them as numbers.
private struct TransactionStatusMatcher: Matcher {
    let states: [Int]
    /// Whether a success can lack it.
    let mayBeMissing: Bool

    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        switch actual.value {
        case nil: if mayBeMissing { return nil }
        case .string(let text)?: if let state = Int(text), states.contains(state) { return nil }
        case .number(let number)?: if let state = number.int, states.contains(state) { return nil }
        case .null?, .bool?, .array?, .object?: break
        }
        return Mismatch(
            expected: states.map(String.init).joined(separator: " or "),
            help: actual.value.flatMap { Int($0.writtenOut) }.flatMap(Self.help))
    }

    /// What a state that is no success means, and what to do.
    private static func help(_ state: Int) -> String? {
        guard TransactionStatus.meanings.indices.contains(state) else { return nil }
        let meaning = "tx_status \(state) means \(TransactionStatus.meanings[state])"
        guard case .undecided = TransactionStatus(state) else { return meaning }
        return meaning + ": poll the operation 'transaction' to see how it ends"
    }
}

extension Expectation {
    /// What it expects by default, in words: `http: 200`, `data.tx_status: 0`.
    package var defaultText: String { subject.isHTTP ? "http: \(defaultValueText)" : nameInBody + defaultValueText }

    /// The value that it expects by default: `200`, `0 or 2129`, `a value of type array`.
    package var defaultValueText: String {
        if let value = matcher.onlyValue { return value.serialized }
        let mismatch = try? matcher.mismatch(ActualValue(.bool(false)), in: LiteralScope(isRunning: true))
        return mismatch?.expected ?? ""
    }

    private var nameInBody: String {
        guard case .body(let path) = subject, !path.text.isEmpty else { return "" }
        return path.text + ": "
    }
}

extension DocumentedAnswer {
    fileprivate var exactStatus: Int? {
        if case .exactly(let code)? = status { code } else { nil }
    }
}

extension Operation {
    /// The response types of its successes, if another documented answer has the same status: then only the type tells
    /// them apart. Nil if the status alone does.
    fileprivate var decisiveTypes: [Int]? {
        let successes = successes
        let codes = Set(successes.compactMap(\.exactStatus))
        let others = answers.filter { answer in
            guard !answer.isSuccess, answer.http == 200, let code = answer.exactStatus else { return false }
            return codes.contains(code) && !answer.responseTypes.isEmpty && answer.transactionStatus == nil
        }
        let types = successes.flatMap(\.responseTypes)
        return others.isEmpty || types.isEmpty || successes.contains { $0.responseTypes.isEmpty } ? nil : types
    }
}

/// What the `expect` of a step says.
struct StatedExpectations {
    var expectations: [Expectation] = []
    /// Whether any outcome will do: `outcome: any`.
    var acceptsAnyOutcome = false

    /// What is expected besides of an answer of a documented operation. Its outcome is always judged, because the API
    /// refuses with HTTP 200 too.
    func defaults(at range: SourceRange, of operation: Operation?) -> [Expectation] {
        if acceptsAnyOutcome { return [] }
        if expectations.contains(where: \.tellsOutcome) { return besideOutcome(at: range) }
        let ofHTTP = expectations.filter(\.subject.isHTTP)
        if ofHTTP.isEmpty { return Expectation.defaults(at: range, of: operation) }
        // Several operators hold together.
        let admitsSuccess = !ofHTTP.contains(where: \.excludesSuccess)
        return admitsSuccess ? Expectation.outcome(of: operation, at: range, isForSuccessOnly: true) : []
    }

    /// What is expected besides if the outcome is stated: a success of the API with an HTTP error is none.
    private func besideOutcome(at range: SourceRange) -> [Expectation] {
        guard expectations.contains(where: \.statesSuccess), !expectations.contains(where: \.subject.isHTTP) else {
            return []
        }
        return [Expectation(.http, Expectation.ok, at: range, isDefault: true)]
    }

    /// What is expected besides of an answer that is not documented. A page or a file has no `status`, and another API may use the name
    /// for something else: only a number there is judged.
    func defaultsOfUndocumented(at range: SourceRange) -> [Expectation] {
        if acceptsAnyOutcome { return [] }
        if expectations.contains(where: \.tellsOutcome) { return besideOutcome(at: range) }
        let ofHTTP = expectations.filter(\.subject.isHTTP)
        let http = ofHTTP.isEmpty ? [Expectation(.http, Expectation.ok, at: range, isDefault: true)] : []
        if ofHTTP.contains(where: \.excludesSuccess) { return http }
        let status = Expectation.Subject.body(.members(MemberPath(segments: [.member("status")])))
        return http + [
            Expectation(
                status, EnvelopeStatusMatcher(), at: range, isDefault: true, isForSuccessOnly: true)
        ]
    }
}

/// Holds for the `status` with which the API reports success.
private struct EnvelopeStatusMatcher: Matcher {
    var readsCharacters: Bool { false }

    var isOfEnvelope: Bool { true }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        actual.value == 0 ? nil : Mismatch(expected: "0")
    }
}
