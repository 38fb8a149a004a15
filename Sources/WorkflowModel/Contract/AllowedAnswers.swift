import Contract
import Expressions
import JSON
import Synchronization

/// The documented answers of an endpoint that fit what a step says of the outcome.
///
/// A class, so that what it has found out about a path is kept for other steps that state the same outcome.
final class AllowedAnswers: Sendable {
    /// The most outcomes that are kept, and the most paths of each: files can name any number of them.
    static let mostKept = 1_000

    let endpoint: Operation
    let answers: [DocumentedAnswer]
    /// The expectations of the outcome that fit no documented answer.
    let misfits: [Expectation]
    /// Whether what the step says of the outcome fits no documented answer.
    let isOutsideDocumentation: Bool
    private let known = Mutex<[MemberPath: KnownActual?]>([:])

    init(_ endpoint: Operation, _ expectations: [Expectation]) {
        self.endpoint = endpoint
        let ofHTTP = expectations.filter(\.subject.isHTTP)
        let saysHTTP = ofHTTP.contains { !$0.hasExpressions }
        // The bodies of some HTTP errors are not documented: a step means them only if it says so.
        let candidates = endpoint.answers.filter { saysHTTP || $0.body != nil }
        var fitting = candidates.filter { answer in ofHTTP.allSatisfy(answer.fitsHTTP) }
        let isOtherHTTP = saysHTTP && fitting.isEmpty
        // An expectation that fits no such answer at all has a problem of its own.
        var misfits: [Expectation] = []
        for expectation in expectations {
            guard let code = expectation.bodyCode else { continue }
            let others = fitting.filter { $0.fits(expectation, code) }
            let isMisfit = others.isEmpty && !candidates.contains { $0.body != nil && $0.fits(expectation, code) }
            if isMisfit { misfits.append(expectation) } else { fitting = others }
        }
        answers = fitting
        self.misfits = misfits
        isOutsideDocumentation = isOtherHTTP || fitting.contains { $0.body == nil }
    }

    /// What is known of the value at a path; nil if no such answer has it.
    func known(_ path: BodyPath) -> KnownActual? {
        guard !isOutsideDocumentation else { return nil }
        guard case .members(let members) = path else {
            let shapes = answers.shapes(path)
            if shapes.isEmpty { return nil }
            return path.selectsSeveral ? .documentedNodes(shapes) : .documented(shapes, name: path.text)
        }
        if let known = known.withLock({ $0[members] }) { return known }
        let shapes = answers.shapes(path)
        let found: KnownActual? = shapes.isEmpty ? nil : .documented(shapes, name: path.text)
        known.withLock { if $0.count < Self.mostKept { $0[members] = .some(found) } }
        return found
    }
}

/// What a step says of the outcome of a request to an endpoint, in single values.
struct StatedOutcome: Hashable {
    private enum Condition: Hashable {
        case http(Int)
        case body(BodyCode, Int, isForSuccessOnly: Bool)
    }

    private let endpoint: String
    private let conditions: [Condition]

    /// Nil if an expectation of the outcome is about more than one value.
    init?(_ endpoint: Operation, _ expectations: [Expectation]) {
        var conditions: [Condition] = []
        for expectation in expectations {
            let code = expectation.bodyCode
            guard expectation.subject.isHTTP || code != nil else { continue }
            guard case .number(let number)? = expectation.matcher.onlyValue, let value = number.int else { return nil }
            conditions.append(
                code.map { .body($0, value, isForSuccessOnly: expectation.isForSuccessOnly) } ?? .http(value))
        }
        self.endpoint = endpoint.name
        self.conditions = conditions
    }
}

/// For the steps of all workflows: most state one of very few outcomes.
private let allowedAnswers = Mutex<[StatedOutcome: AllowedAnswers]>([:])

extension DecodingContext {
    /// The documented answers of an endpoint that fit the expectations of a step.
    func answers(of endpoint: Operation, allowedBy expectations: [Expectation]) -> AllowedAnswers {
        guard let outcome = StatedOutcome(endpoint, expectations) else { return AllowedAnswers(endpoint, expectations) }
        if let known = allowedAnswers.withLock({ $0[outcome] }) { return known }
        let allowed = AllowedAnswers(endpoint, expectations)
        // A misfit is reported at its own place.
        if allowed.misfits.isEmpty {
            allowedAnswers.withLock { if $0.count < AllowedAnswers.mostKept { $0[outcome] = allowed } }
        }
        return allowed
    }
}

extension [DocumentedAnswer] {
    /// The shapes of everything that the path can select in their bodies.
    func shapes(_ path: BodyPath) -> [AnswerShape] {
        flatMap { answer in answer.body.map { path.shapes(in: $0) } ?? [] }
    }
}

/// A code in a body that says something of the outcome.
enum BodyCode {
    case status, responseType
}

extension DocumentedAnswer {
    /// Whether an expectation about a code in its body can hold for it.
    fileprivate func fits(_ expectation: Expectation, _ code: BodyCode) -> Bool {
        switch code {
        case .status:
            if let body, let status, case .number(let code)? = expectation.matcher.onlyValue,
                !expectation.isForSuccessOnly
            {
                return body.types.contains(.object) && code.int.map(status.includes) ?? false
            }
            guard body != nil, let status, !expectation.isForSuccessOnly || 200...299 ~= http else { return true }
            return expectation.canHold { numbers in numbers.filter(status.includes) }
        case .responseType:
            guard body != nil, !responseTypes.isEmpty else { return expectation.holdsForMissing || body == nil }
            // A type that is not documented is judged when the answer is there.
            return isSuccess || message != nil ? expectation.canHold { $0.filter(responseTypes.contains) } : true
        }
    }

    fileprivate func fitsHTTP(_ expectation: Expectation) -> Bool {
        if case .number(let code)? = expectation.matcher.onlyValue { return code.int == http }
        return expectation.canHold { _ in [http] }
    }
}

extension Expectation {
    /// The code in the body that it is about; nil if it is about something else.
    fileprivate var bodyCode: BodyCode? {
        guard case .body(let path) = subject else { return nil }
        switch path.onlyName {
        case "status": return .status
        case "response_type_id": return .responseType
        default: return nil
        }
    }

    /// Whether it can hold for one of the numbers that a member can have. `possible` picks these from numbers that decide
    /// it: the documented codes, and those near its own operands.
    fileprivate func canHold(_ possible: ([Int]) -> [Int]) -> Bool {
        guard !hasExpressions else { return true }
        if let value = matcher.onlyValue {
            guard case .number(let number) = value, let number = number.int else { return false }
            return possible([number]).contains(number)
        }
        let own = matcher.operands.compactMap(\.literal).flatMap(\.numbers).flatMap { [$0 - 1, $0, $0 + 1] }
        let numbers = [0, 1] + APIStatus.refusals.map(\.code) + Operation.allResponseTypes + own
        return possible(numbers).contains { matcher.holdsAsWritten(for: ActualValue(.integer($0))) }
    }

    /// Whether it holds for a value that is not there.
    var holdsForMissing: Bool { !hasExpressions && matcher.holdsAsWritten(for: ActualValue(missing: nil)) }
}

extension Operation {
    fileprivate static let allResponseTypes = all.flatMap(\.responseTypes)
}

extension JSONValue {
    /// The whole numbers in it.
    fileprivate var numbers: [Int] {
        switch self {
        case .number(let number): number.int.map { $0.magnitude < 1 << 60 ? [$0] : [] } ?? []
        case .array(let elements): elements.flatMap(\.numbers)
        default: []
        }
    }
}
