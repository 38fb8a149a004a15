import Contract
import Expressions
import JSON
import JSONPath
import Source
import Spelling

/// Finds what a step expects and captures although no documented answer of its endpoint has it.
struct ContractCheck {
    private let allowed: AllowedAnswers
    private let expectations: [Expectation]
    /// The paths that the step uses although they are not documented.
    private let undocumented: [Located<String>]

    init(_ allowed: AllowedAnswers, _ expectations: [Expectation], undocumented: [Located<String>]) {
        self.allowed = allowed
        self.expectations = expectations
        self.undocumented = undocumented
    }

    private var endpoint: Operation { allowed.endpoint }
    private var answers: [DocumentedAnswer] { allowed.answers }

    /// What is known of the value that an expectation judges.
    func known(_ expectation: Expectation) -> KnownActual {
        guard case .body(let path) = expectation.subject, !isUndocumented(path) else {
            return expectation.subject.known
        }
        return allowed.known(path) ?? expectation.subject.known
    }

    /// The problems of the step's paths.
    func problems(_ judged: [(Expectation, KnownActual)], _ captures: [Capture]) -> [Diagnostic] {
        let misnamed = undocumented.filter { path in
            (try? MemberPath(parsing: path.value)).map { path in
                endpoint.answers.contains { $0.body.map { !path.shapes(in: $0).isEmpty } ?? false }
            } ?? false
        }.map { Diagnostic.isDocumented($0, endpoint) }
        guard !allowed.isOutsideDocumentation else { return misnamed }
        if answers.isEmpty { return misnamed + (contradiction.map { [$0] } ?? []) }
        return misnamed + allowed.misfits.compactMap(problem(ofMisfit:)) + judged.flatMap { problems(of: $0, $1) }
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
            if capture.fallback != nil, !endpoint.answers.shapes(path).isEmpty { return nil }
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
        let isThere = !answers.shapes(path).isEmpty
        if isThere, let names = path.names, answers.allSatisfy({ $0.body?.requires(names) ?? false }) {
            guard expectation.needsAbsence else { return [] }
            return [
                .error(
                    .neverHolds,
                    "this can never hold: every documented answer \(outcomeText)has '\(path.text)'",
                    at: expectation.range, help: sayOutcome)
            ]
        }
        guard !isThere, endpoint.answers.shapes(path).isEmpty, let closest = closest(to: path) else { return [] }
        return [
            .warning(
                .undocumentedPath,
                "no documented answer of \(endpoint.title) has '\(path.text)', so this can hardly fail",
                at: expectation.subjectRange, help: "did you mean '\(closest)'?")
        ]
    }

    /// The problem if none of the answers that the step allows has the path.
    private func problem(of path: BodyPath, at range: SourceRange) -> Diagnostic? {
        guard !isUndocumented(path), answers.shapes(path).isEmpty else { return nil }
        if !endpoint.answers.shapes(path).isEmpty {
            return .error(
                .undocumentedPath, "no documented answer of \(endpoint.title) \(outcomeText)has '\(path.text)'",
                at: range, help: sayOutcome)
        }
        return .error(
            .undocumentedPath, "no documented answer of \(endpoint.title) has '\(path.text)'", at: range,
            help: help(for: path),
            notes: [.init("if the API has this property, add to the step: undocumented: [\(path.text)]")])
    }

    private func help(for path: BodyPath) -> String? {
        for prefix in ["response.body.", "body.", "$.response.body.", "$.body."] where path.text.hasPrefix(prefix) {
            let rest = String(path.text.dropFirst(prefix.count))
            if isDocumented(rest) { return "a path starts inside the body: write \(rest)" }
        }
        let others = Operation.all.filter { !$0.answers.shapes(path).isEmpty }
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
            ? "http: 200 and status: 0 are expected by default; for another outcome, write for example body: { status: 461 }"
            : nil
    }
}

extension Expectation {
    /// Whether it holds if its path selects nothing.
    fileprivate func holdsForNothing(at path: BodyPath) -> Bool {
        guard path.selectsSeveral else { return holdsForMissing }
        return !hasExpressions && matcher.holdsAsWritten(for: ActualValue(.array([]), isEmptyNodelist: true))
    }
}

extension Diagnostic {
    fileprivate static func isDocumented(_ path: Located<String>, _ endpoint: Operation) -> Diagnostic {
        .warning(
            .undocumentedPath, "the API documents '\(path.value)' for \(endpoint.title)", at: path.range,
            help: "remove it from 'undocumented'")
    }
}
