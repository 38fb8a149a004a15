import Contract
import Expressions
import JSON
import JSONPath
import Source
import Spelling

/// Finds what a step expects and captures although no documented answer of its endpoint has it.
struct ContractCheck {
    private let endpoint: DocumentedEndpoint
    private let expectations: [Expectation]
    /// The paths that the step uses although they are not documented.
    private let undocumented: [Located<String>]
    /// The documented answers that fit what the step says of the outcome.
    private let answers: [DocumentedAnswer]
    /// The expectations of the outcome that fit no documented answer.
    private let misfits: [Expectation]
    /// Whether what the step says of the outcome fits no documented answer.
    private let isOutsideDocumentation: Bool

    init(_ endpoint: DocumentedEndpoint, _ expectations: [Expectation], undocumented: [Located<String>]) {
        self.endpoint = endpoint
        self.expectations = expectations
        self.undocumented = undocumented
        let saysHTTP = expectations.contains { expectation in
            if case .http = expectation.subject { !expectation.hasExpressions } else { false }
        }
        // The bodies of some HTTP errors are not documented: a step means them only if it says so.
        let candidates = endpoint.answers.filter { saysHTTP || $0.body != nil }
        var fitting = candidates.filter { answer in expectations.allSatisfy { answer.fitsHTTP($0) } }
        // An expectation that fits no such answer at all has a problem of its own.
        var misfits: [Expectation] = []
        for expectation in expectations {
            guard let part = expectation.outcomePart, part != .http else { continue }
            let others = fitting.filter { $0.fits(expectation, part) }
            let isMisfit = others.isEmpty && !candidates.contains { $0.body != nil && $0.fits(expectation, part) }
            if isMisfit { misfits.append(expectation) } else { fitting = others }
        }
        answers = fitting
        self.misfits = misfits
        let isOtherHTTP =
            saysHTTP && !endpoint.answers.contains { answer in expectations.allSatisfy { answer.fitsHTTP($0) } }
        isOutsideDocumentation = isOtherHTTP || fitting.contains { $0.body == nil }
    }

    /// What is known of the value that an expectation judges.
    func known(_ expectation: Expectation) -> KnownActual {
        guard case .body(let path) = expectation.subject, !isOutsideDocumentation, !isUndocumented(path) else {
            return expectation.subject.known
        }
        let shapes = shapes(path, in: answers)
        guard !shapes.isEmpty else { return expectation.subject.known }
        return path.selectsSeveral ? .documentedNodes(shapes) : .documented(shapes, name: path.text)
    }

    /// The problems of the step's paths.
    func problems(_ judged: [(Expectation, KnownActual)], _ captures: [Capture]) -> [Diagnostic] {
        let misnamed = undocumented.filter { path in
            (try? MemberPath(parsing: path.value)).map { path in
                endpoint.answers.contains { $0.body.map { !path.shapes(in: $0).isEmpty } ?? false }
            } ?? false
        }.map { Diagnostic.isDocumented($0, endpoint) }
        guard !isOutsideDocumentation else { return misnamed }
        if answers.isEmpty { return misnamed + (contradiction.map { [$0] } ?? []) }
        return misnamed + misfits.compactMap(problem(ofMisfit:)) + judged.flatMap { problems(of: $0, $1) }
            + captures.flatMap(problems(of:))
    }

    /// The problems of what a capture reads. With a default, another documented answer may have it.
    private func problems(of capture: Capture) -> [Diagnostic] {
        let paths =
            switch capture.origin {
            case .body(let path): [path]
            case .expression(let template): template.responsePaths
            }
        return paths.compactMap { path in
            if capture.fallback != nil, !shapes(path, in: endpoint.answers).isEmpty { return nil }
            return problem(of: path, at: capture.range)
        }
    }

    /// The problem if two expectations of the outcome contradict each other: no documented answer fits both.
    private var contradiction: Diagnostic? {
        let outcome = expectations.filter { $0.tellsOutcome || $0.isDefault }
        guard let last = outcome.last(where: { !$0.isDefault }) else { return nil }
        let texts = outcome.map(\.subject.text).joined(separator: ", ")
        return .error(
            .neverHolds, "this can never hold: no documented answer of \(endpoint.title) fits \(texts)",
            at: last.range)
    }

    /// The problem of an expectation that no documented answer meets, if its operands have none of their own.
    private func problem(ofMisfit expectation: Expectation) -> Diagnostic? {
        guard case .body(let path) = expectation.subject,
            expectation.problemsAsWritten(known(expectation)).isEmpty,
            !expectation.needsAbsence
        else { return nil }
        return .error(
            .neverHolds, "this can never hold: no documented answer of \(endpoint.title) has such a '\(path.text)'",
            at: expectation.range)
    }

    private func problems(of expectation: Expectation, _ known: KnownActual) -> [Diagnostic] {
        let ofOperands = expectation.hasExpressions ? problems(ofOperandsOf: expectation) : []
        if known.isDocumented, !expectation.needsAbsence { return ofOperands }
        guard case .body(let path) = expectation.subject, !isUndocumented(path) else { return ofOperands }
        return ofOperands + problems(of: expectation, at: path)
    }

    /// The problems of paths into the response that expressions of an expectation read.
    private func problems(ofOperandsOf expectation: Expectation) -> [Diagnostic] {
        expectation.matcher.operands.flatMap(\.responsePaths).compactMap { problem(of: $0, at: expectation.range) }
    }

    private func problems(of expectation: Expectation, at path: BodyPath) -> [Diagnostic] {
        guard expectation.holdsForNothing(at: path) else {
            return problem(of: path, at: expectation.subjectRange).map { [$0] } ?? []
        }
        let isThere = !shapes(path, in: answers).isEmpty
        if isThere, let names = path.names, answers.allSatisfy({ $0.body?.requires(names) ?? false }) {
            guard expectation.needsAbsence else { return [] }
            return [
                .error(
                    .neverHolds,
                    "this can never hold: every documented answer \(outcomeText)has '\(path.text)'",
                    at: expectation.range, help: sayOutcome)
            ]
        }
        guard !isThere, shapes(path, in: endpoint.answers).isEmpty, let closest = closest(to: path) else { return [] }
        return [
            .warning(
                .undocumentedPath,
                "no documented answer of \(endpoint.title) has '\(path.text)', so this can hardly fail",
                at: expectation.subjectRange, help: "did you mean '\(closest)'?")
        ]
    }

    /// The problem if none of the answers that the step allows has the path.
    private func problem(of path: BodyPath, at range: SourceRange) -> Diagnostic? {
        guard !isUndocumented(path), shapes(path, in: answers).isEmpty else { return nil }
        if !shapes(path, in: endpoint.answers).isEmpty {
            return .error(
                .undocumentedPath, "no documented answer of \(endpoint.title) \(outcomeText)has '\(path.text)'",
                at: range, help: sayOutcome)
        }
        return .error(
            .undocumentedPath, "no documented answer of \(endpoint.title) has '\(path.text)'", at: range,
            help: help(for: path),
            notes: [.init("for a member that is not documented yet, add to the step: undocumented: [\(path.text)]")])
    }

    private func help(for path: BodyPath) -> String? {
        for prefix in ["response.body.", "body.", "$.response.body.", "$.body."] where path.text.hasPrefix(prefix) {
            let rest = String(path.text.dropFirst(prefix.count))
            if isDocumented(rest) { return "a path starts within the body: write \(rest)" }
        }
        let others = DocumentedEndpoint.all.filter { !shapes(path, in: $0.answers).isEmpty }
        if !others.isEmpty { return "it is in the answer of \(others.map(\.name).joined(separator: " and "))" }
        return closest(to: path).map { "did you mean '\($0)'?" }
    }

    private func isDocumented(_ path: String) -> Bool { documentedPaths.contains(path) }

    /// The documented path that a path most likely means.
    private func closest(to path: BodyPath) -> String? {
        let text = (path.names ?? []).joined(separator: ".")
        guard !text.isEmpty else { return nil }
        let isAboutParameters = text.hasPrefix("inv")
        let known = documentedPaths.filter { isAboutParameters || !$0.hasPrefix("invalid_") }
        let parent = (path.names ?? []).dropLast().map { "\($0)." }.joined()
        let last = path.names?.last ?? ""
        let siblings = known.filter { $0.hasPrefix(parent) && !$0.dropFirst(parent.count).contains(".") }
        if let sibling = closestName(to: last, among: siblings.map { String($0.dropFirst(parent.count)) }) {
            return parent + sibling
        }
        if let full = known.first(where: { $0.hasSuffix(".\(last)") }) { return full }
        if let whole = closestName(to: text, among: known.filter { !text.hasPrefix("\($0).") }) { return whole }
        return closestName(to: last, among: known.map { $0.split(separator: ".").last.map(String.init) ?? $0 })
            .flatMap { name in known.first { $0 == name || $0.hasSuffix(".\(name)") } }
    }

    /// The paths in the answers that the step allows, then those in the others.
    private var documentedPaths: [String] {
        (answers + endpoint.answers).flatMap { $0.body?.memberPaths ?? [] }
    }

    private func shapes(_ path: BodyPath, in answers: [DocumentedAnswer]) -> [AnswerShape] {
        answers.flatMap { answer in answer.body.map { path.shapes(in: $0) } ?? [] }
    }

    private func isUndocumented(_ path: BodyPath) -> Bool {
        undocumented.contains { stated in
            if path.text == stated.value { return true }
            guard let names = BodyPath.names(ofStated: stated.value) else { return false }
            // A path that can select several nodes may lead there by its last name.
            guard let own = path.names else { return names.last.map(path.allNames.contains) ?? false }
            return own.starts(with: names)
        }
    }

    /// Which answers the step allows; completes "every documented answer … has".
    private var outcomeText: String {
        let codes = Set(answers.compactMap(\.status))
        guard answers.count < endpoint.answers.count, codes.count == 1, case .exactly(let code)? = codes.first else {
            return answers.allSatisfy { $0.status == .anyRefusal } ? "with a status other than 0 " : ""
        }
        return "with status \(code) "
    }

    private var sayOutcome: String? {
        let isByDefault = expectations.contains { $0.isDefault }
        return isByDefault
            ? "http: 200 and status: 0 are expected by default; for another outcome say which, such as body: { status: 461 }"
            : nil
    }
}

/// What of the outcome an expectation is about.
private enum OutcomePart {
    case http, status, responseType
}

extension DocumentedAnswer {
    /// Whether an expectation about a part of the outcome can hold for it.
    fileprivate func fits(_ expectation: Expectation, _ part: OutcomePart) -> Bool {
        switch part {
        case .http: return fitsHTTP(expectation)
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
        guard case .http = expectation.subject else { return true }
        if case .number(let code)? = expectation.matcher.onlyValue { return code.int == http }
        return expectation.canHold { _ in [http] }
    }
}

extension Expectation {
    /// What of the outcome it is about; nil if it is about something else.
    fileprivate var outcomePart: OutcomePart? {
        switch subject {
        case .http: return .http
        case .within, .header, .contract: return nil
        case .body(let path):
            switch path.onlyName {
            case "status": return .status
            case "response_type_id": return .responseType
            default: return nil
            }
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
        let numbers = [0, 1] + APIStatus.refusals.map(\.code) + DocumentedEndpoint.allResponseTypes + own
        return possible(numbers).contains { holds(ActualValue(.integer($0))) }
    }

    /// Whether it holds for a value that is not there.
    fileprivate var holdsForMissing: Bool { !hasExpressions && holds(ActualValue(missing: nil)) }

    /// Whether it holds if its path selects nothing.
    fileprivate func holdsForNothing(at path: BodyPath) -> Bool {
        guard path.selectsSeveral else { return holdsForMissing }
        return !hasExpressions && holds(ActualValue(.array([]), isEmptyNodelist: true))
    }

    private func holds(_ actual: ActualValue) -> Bool { matcher.holdsAsWritten(for: actual) }
}

extension DocumentedEndpoint {
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

extension Diagnostic {
    fileprivate static func isDocumented(_ path: Located<String>, _ endpoint: DocumentedEndpoint) -> Diagnostic {
        .warning(
            .undocumentedPath, "the API documents '\(path.value)' for \(endpoint.title)", at: path.range,
            help: "remove it from 'undocumented'")
    }
}
