import Contract
import HTTP
import JSON
import JSONPath
import RegularExpressions
import Source
import Times
import WorkflowModel

/// Judges the response to a step by the step's expectations, and captures values from it.
struct ExchangeEvaluation {
    private let values: ExchangeValues
    private let exchange: JudgedExchange
    /// Why the body is not JSON; nil if it is.
    private let bodyProblem: String?

    init(_ exchange: JudgedExchange) {
        self.exchange = exchange
        bodyProblem =
            switch exchange.responseBody {
            case .success: nil
            case .failure(let error): Self.describe(error, in: exchange.response)
            }
        values = ExchangeValues(
            requestBody: exchange.requestBody, requestQuery: exchange.requestQuery, response: exchange.response,
            responseBody: try? exchange.responseBody.get())
    }

    func outcome(of step: Step, scope: inout RunScope) -> StepOutcome {
        scope.exchange = values
        defer { scope.exchange = nil }
        var failures: [ExpectationFailure] = []
        var errors: [StepError] = []
        var unjudged: [ExpectationFailure] = []
        for expectation in expectations(of: step) {
            do {
                if let failure = try bounded(expectation, in: step, scope: scope) { failures.append(failure) }
            } catch {
                errors.append(error)
                unjudged.append(ExpectationFailure(unjudged: expectation, error))
            }
        }
        if step.contractMode(in: scope.environment) == .strict, let failure = contractFailure(of: step) {
            failures.append(failure)
        }
        if failures.isEmpty, errors.isEmpty {
            do {
                if let end = try endOfPoll(of: step, scope: scope) { failures.append(end) }
            } catch {
                errors.append(error)
            }
        }
        // Of a failure that does not end the workflow, later steps may still use what it captured.
        if failures.isEmpty && errors.isEmpty || step.continuesOnFailure { errors += capture(step, scope: &scope) }
        // An expectation that cannot be judged does not hide those that are false.
        guard failures.isEmpty else {
            let all = failures + unjudged
            return .failed(isRefusal ? all.markingConsequences() : all)
        }
        return StepError(joining: errors).map { .errored($0) } ?? .passed
    }

    /// The first expectation that reads the characters of a value in which one of the texts stands, such as what a
    /// recording has in place of a secret.
    func expectation(of step: Step, reading texts: [String], scope: RunScope) -> Expectation? {
        guard !texts.isEmpty else { return nil }
        let hidden = HiddenTexts(texts)
        var scope = scope
        scope.exchange = values
        func hasHidden(_ expectation: Expectation) -> Bool {
            guard let actual = try? actual(of: expectation, in: step) else { return false }
            let operands = expectation.matcher.operands.compactMap { try? $0.evaluate(in: scope) }
            return hidden.areIn(actual.text) || (actual.value.map(hidden.areIn) ?? false)
                || operands.contains(where: hidden.areIn)
        }
        let own = expectations(of: step).first { $0.matcher.readsCharacters && hasHidden($0) }
        if let own { return own }
        guard case .poll(_, _, let end)? = step.repetition else { return nil }
        // The step passes because one of these does not hold, and a comparison with a hidden text never holds.
        return end.first { ($0.matcher.readsCharacters || !$0.matcher.operands.isEmpty) && hasHidden($0) }
    }

    /// The expectations that apply to this exchange.
    private func expectations(of step: Step) -> [Expectation] {
        var expectations = step.expectations
        if step.endpoint == nil, !step.lateDefaults.isEmpty, endpoint(of: step) != nil {
            expectations = step.lateDefaults + expectations.filter { !$0.matcher.isOfEnvelope }
        }
        let isSuccess = isHTTPSuccess
        // Who looks at the text or the bytes of an undocumented answer says that it need not be JSON.
        let isOfText = step.expectations.contains(where: \.subject.isOfBytes) && endpoint(of: step) == nil
        let mayHaveEnvelope = hasEnvelope || !isOfText && couldHaveEnvelope
        if isSuccess, mayHaveEnvelope { return expectations }
        return expectations.filter {
            (isSuccess || !$0.isForSuccessOnly) && (mayHaveEnvelope || !$0.matcher.isOfEnvelope)
        }
    }

    /// Whether the body could have a `status` as the API's answers have it: it is declared to be JSON, and cannot be read.
    private var couldHaveEnvelope: Bool {
        isHTTPSuccess && unreadableBody != nil && exchange.response.isDeclaredJSON
    }

    /// Whether the body has a `status` as the API's answers have it.
    private var hasEnvelope: Bool {
        guard case .object(let object)? = values.responseBody, case .number? = object["status"] else { return false }
        return true
    }

    /// The documented endpoint that was called: the step's own, or the one that a path with expressions led to.
    private func endpoint(of step: Step) -> Operation? {
        if let endpoint = step.endpoint { return endpoint }
        guard let request = step.request, request.pathRange != nil else { return nil }
        return Routes.operation(method: exchange.method, path: String(exchange.url.prefix { $0 != "?" }))
    }

    /// How the answer differs from the documented ones, and which of its members are given twice.
    /// A step that failed by its HTTP status, or could not be judged, says that already.
    func warnings(of step: Step, in environment: TargetEnvironment, outcome: StepOutcome) -> [String] {
        switch outcome {
        case .failed(let failures):
            if failures.contains(where: \.subject.isHTTP) { return duplicates }
        case .errored: return duplicates
        case .passed, .skipped: break
        }
        switch step.contractMode(in: environment) {
        case .off, .strict: return duplicates
        case .warn: break
        }
        return step.expectations.contains(where: \.subject.isContract) ? duplicates : deviations(of: step)
    }

    private var duplicates: [String] {
        let members = exchange.duplicateMembers
        let more = members.count - Self.shownDuplicates
        return members.prefix(Self.shownDuplicates).map(\.problem)
            + (more > 0 ? ["the answer has more than once: \(more) other properties, or more"] : [])
    }

    private static let shownDuplicates = 5

    /// `isAsked` is whether the step itself expects an answer as documented. Otherwise, who expects an HTTP error knows what comes.
    private func deviations(of step: Step, isAsked: Bool = false) -> [String] {
        if !isAsked, exchange.response.status != 200, step.expectations.contains(where: \.excludesSuccess) {
            return duplicates
        }
        let deviations =
            endpoint(of: step)?.deviations(http: exchange.response.status, body: values.responseBody).map(\.message)
            ?? []
        return deviations + duplicates
    }

    private func contractFailure(of step: Step) -> ExpectationFailure? {
        if step.expectations.contains(where: \.subject.isContract) { return nil }
        let deviations = deviations(of: step)
        guard !deviations.isEmpty else { return nil }
        return ExpectationFailure(
            subject: .contract, range: step.kind.range, expected: "an answer as documented",
            actual: deviations.joined(separator: "; "),
            help: "the answer must be as documented: contract: strict")
    }

    /// Whether all conditions of the step's `until_not` hold: nothing else will come.
    func endsPoll(of step: Step, scope: RunScope) -> Bool {
        var scope = scope
        scope.exchange = values
        return (try? endOfPoll(of: step, scope: scope)) != nil
    }

    /// The failure of an answer for which all conditions of the step's `until_not` hold, also if it is as expected; nil if one does not
    /// hold.
    private func endOfPoll(of step: Step, scope: RunScope) throws(StepError) -> ExpectationFailure? {
        guard case .poll(_, _, let end)? = step.repetition, let first = end.first else { return nil }
        var problem: StepError?
        for expectation in end {
            if case .body = expectation.subject, !mayBeJSON { return nil }
            do throws(StepError) {
                guard try bounded(expectation, in: step, scope: scope) == nil else { return nil }
            } catch {
                problem = problem ?? error
            }
        }
        // One that is false decides, wherever it stands; one that cannot be judged does not.
        if let problem { throw problem }
        return ExpectationFailure(
            subject: first.subject, range: first.range, expected: "an answer that is not as in 'until_not'",
            actual: try actual(of: first, in: step).text)
    }

    /// What the response says of what the request did.
    func outcomeOfEffect(of step: Step) -> EffectOutcome {
        // An answer that says both, success and refusal, says neither.
        let isContradiction = exchange.duplicateMembers.contains(where: \.decidesOutcome)
        if isContradiction, exchange.response.status == 200 { return .unknown }
        return EffectOutcome(http: exchange.response.status, body: values.responseBody, of: endpoint(of: step))
    }

    /// Each expectation ends at its own bound.
    private func bounded(
        _ expectation: Expectation, in step: Step, scope: RunScope
    ) throws(StepError) -> ExpectationFailure? {
        guard expectation.canTakeLong else { return try failure(of: expectation, in: step, scope: scope) }
        let result: Result<ExpectationFailure?, StepError> = WorkBudget.$current.withValue(WorkBudget()) {
            do throws(StepError) {
                return .success(try failure(of: expectation, in: step, scope: scope))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func failure(
        of expectation: Expectation, in step: Step, scope: RunScope
    ) throws(StepError) -> ExpectationFailure? {
        let actual = try actual(of: expectation, in: step)
        if !exchange.duplicateMembers.isEmpty {
            for path in expectation.matcher.operands.flatMap(\.responsePaths) {
                try refuseDuplicates(on: path, at: expectation.range)
            }
        }
        let mismatch: Mismatch?
        do {
            mismatch = try expectation.matcher.mismatch(actual, in: scope)
        } catch {
            _ = HiddenTexts.current?.wereRead()
            throw StepError(.invalidValue, error.message, at: error.range)
        }
        try refuseHidden(at: expectation.range, expectation.subject.text)
        // That something is not there cannot be seen of a body that cannot be read.
        if mismatch == nil, case .body = expectation.subject, let problem = unreadableBody {
            throw StepError(.unreadableResponse, problem, at: expectation.range)
        }
        return mismatch.map {
            ExpectationFailure(
                subject: expectation.subject, range: expectation.range, expected: $0.expected,
                actual: actual.text, help: $0.help ?? help(expectation, of: step, in: scope),
                isOfMissingValue: actual.value == nil)
        }
    }

    private func actual(of expectation: Expectation, in step: Step) throws(StepError) -> ActualValue {
        switch expectation.subject {
        case .http:
            return ActualValue(.integer(exchange.response.status))
        case .within:
            let milliseconds = Int(exchange.timings.total.milliseconds.rounded(.up))
            return ActualValue(.integer(milliseconds), text: Duration.milliseconds(milliseconds).exactText)
        case .header(let name):
            return ActualValue(header: exchange.response.headerValues(name))
        case .text: return try text(at: expectation.range)
        case .bytes(let part): return try bytes(part, at: expectation.range)
        case .contract:
            let deviations = deviations(of: step, isAsked: true)
            return ActualValue(
                .array(deviations.map { .string($0) }), text: deviations.joined(separator: "; "))
        case .body(let path):
            guard let body = values.responseBody else {
                let problem = bodyProblem ?? "the body is not JSON"
                // An error response need not be JSON: then its status is the real failure, and the body is not another error.
                // An empty body has nothing at any path.
                guard isHTTPSuccess, !exchange.response.body.isEmpty || !expectation.needsAbsence
                else { return ActualValue(missing: problem) }
                throw StepError(
                    .unreadableResponse, problem, at: expectation.range, help: defaultHelp(expectation, of: step))
            }
            try refuseDuplicates(on: path, at: expectation.range)
            let (value, obstacle) = try resolve(path, in: body, at: expectation.range)
            let isEmptyNodelist = path.selectsSeveral && value == .array([])
            return value.map { ActualValue($0, isEmptyNodelist: isEmptyNodelist) } ?? ActualValue(missing: obstacle)
        }
    }

    /// False for a page, a text or no body: nothing can be expected of what is in it.
    private var mayBeJSON: Bool {
        values.responseBody != nil || !exchange.response.body.isEmpty && exchange.response.isDeclaredJSON
    }

    /// Why a body that is there cannot be read as JSON; nil if it can.
    private var unreadableBody: String? { exchange.response.body.isEmpty ? nil : bodyProblem }

    private var isHTTPSuccess: Bool { 200...299 ~= exchange.response.status }

    /// The body as text. Of a long one, messages have the start.
    private func text(at range: SourceRange) throws(StepError) -> ActualValue {
        do throws(HTTPResponse.TextError) {
            let text = try exchange.response.text()
            let start = String(text.unicodeScalars.prefix(Self.shownTextLength))
            let isCut = start.utf8.count < text.utf8.count
            return ActualValue(.string(text), text: isCut ? JSONValue.string(start + "…").serialized : nil)
        } catch {
            throw StepError(.unreadableResponse, "the body is not text: \(error.reason)", at: range)
        }
    }

    /// In Unicode scalars.
    private static let shownTextLength = 2_000

    private func bytes(_ part: BytesPart, at range: SourceRange) throws(StepError) -> ActualValue {
        switch part {
        case .size:
            if let size = exchange.digest?.size { return ActualValue(.integer(size)) }
        case .sha256:
            if let checksum = exchange.digest?.sha256 { return ActualValue(.string(checksum)) }
        }
        throw StepError(
            .notRecorded, "the \(part == .size ? "size" : "checksum") of the body is not recorded", at: range,
            help: "a run records both for a step that expects one, but no checksum of a text with secrets or numbers")
    }

    /// Which of two members counts, only the sender knows: nothing that hangs on it can be judged.
    private func refuseDuplicates(on path: BodyPath, at range: SourceRange) throws(StepError) {
        if let member = exchange.duplicateMembers.first(where: { $0.concerns(path) }) {
            throw StepError(.unreadableResponse, member.problem, at: range)
        }
    }

    /// Throws if the last judgement has read a hidden text of the recording.
    private func refuseHidden(at range: SourceRange, _ subject: String) throws(StepError) {
        guard HiddenTexts.current?.wereRead() ?? false else { return }
        throw StepError(
            .notRecorded, "cannot be judged: a value that \(subject) reads is hidden in the recording", at: range,
            help: "a secret is never recorded, and a number only by a run with --show-recipients")
    }

    private func resolve(
        _ path: BodyPath, in body: JSONValue, at range: SourceRange
    ) throws(StepError) -> (value: JSONValue?, obstacle: String?) {
        let result: (value: JSONValue?, obstacle: String?)
        do {
            result = try path.resolve(in: body)
        } catch {
            _ = HiddenTexts.current?.wereRead()
            throw StepError(.invalidValue, "'\(path.text)' has no result: \(error.message)", at: range)
        }
        try refuseHidden(at: range, "'\(path.text)'")
        return result
    }

    private func help(_ expectation: Expectation, of step: Step, in scope: RunScope) -> String? {
        switch expectation.subject {
        case .http where exchange.response.status == 403:
            return ForbiddenExplanation(
                response: exchange.response, environment: scope.environment, signing: step.signing, now: scope.now
            ).text
        case .http:
            return joined(documentedMeaning, sandboxReason, defaultHelp(expectation, of: step))
        case .body(let path) where path.text == "status" && !isSuccess:
            return joined(apiMessage.map { "the API says: \($0)" }, sandboxReason, defaultHelp(expectation, of: step))
        default:
            return defaultHelp(expectation, of: step)
        }
    }

    private func joined(_ parts: String?...) -> String? {
        let parts = parts.compactMap(\.self)
        // Only the last part may end with a full stop.
        let texts = parts.dropLast().map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 } + parts.suffix(1)
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    /// What the API documents about the status code.
    private var documentedMeaning: String? {
        guard let known = APIHTTPStatus.errors.first(where: { $0.code == exchange.response.status }) else { return nil }
        return
            "the API documents HTTP \(known.code) as \(known.meaning); the request was \(exchange.method) \(exchange.url)"
    }

    private var sandboxReason: String? {
        exchange.response.header("x-sandbox-reason").map { "the sandbox says why: \($0)" }
    }

    private func defaultHelp(_ expectation: Expectation, of step: Step) -> String? {
        guard expectation.isDefault else { return nil }
        let all = expectations(of: step).filter(\.isDefault).map(\.defaultText)
        let text = all.count > 1 ? all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1] : all.joined()
        let refusal = refusalAsExpected.map { "to expect this refusal, write expect: \($0); " } ?? ""
        return "expected by default: \(text); \(refusal)for any outcome, write expect: { outcome: any }"
    }

    /// What expects just this refusal; nil if it is none.
    private var refusalAsExpected: String? {
        if 400...499 ~= exchange.response.status { return "{ http: \(exchange.response.status) }" }
        guard hasEnvelope, !isSuccess, case .object(let body)? = values.responseBody, let status = body["status"] else {
            return nil
        }
        return "{ body: { status: \(status.serialized) } }"
    }

    /// Whether the API, or a server before it, refused.
    private var isRefusal: Bool { !isHTTPSuccess || !isSuccess }

    /// Whether the API reports success.
    private var isSuccess: Bool {
        guard case .object(let body)? = values.responseBody else { return false }
        return body["status"] == 0
    }

    /// The API's message about a failure, and its message about each invalid parameter.
    private var apiMessage: String? {
        guard case .object(let body)? = values.responseBody, case .string(let message)? = body["message"] else {
            return nil
        }
        guard case .object(let problems)? = body["invalid_params"] ?? body["invalid_parameters"] else { return message }
        return "\(message): \(problems.members.map(\.value.writtenOut).joined(separator: ", "))"
    }

    /// Captures what there is, and returns why something cannot be captured.
    private func capture(_ step: Step, scope: inout RunScope) -> [StepError] {
        guard !step.captures.isEmpty, let id = step.id?.value else { return [] }
        var captured: [String: JSONValue] = [:]
        var errors: [StepError] = []
        for capture in step.captures {
            do {
                captured[capture.name] = try value(of: capture, in: scope)
            } catch {
                errors.append(error)
            }
        }
        // Captures all values or none, unless the workflow goes on after a failure of the step.
        if errors.isEmpty || step.continuesOnFailure { scope.captures[id] = captured.mapValues { .known($0) } }
        return errors
    }

    private func value(of capture: Capture, in scope: RunScope) throws(StepError) -> JSONValue {
        let (found, problem) = try origin(of: capture, in: scope)
        guard let found, let part = try part(of: found, capture) else {
            if let fallback = capture.fallback {
                do {
                    return try fallback.evaluate(in: scope)
                } catch {
                    throw StepError(.invalidValue, error.message, at: error.range)
                }
            }
            let isPart = found != nil
            throw StepError(
                bodyProblem == nil || isPart ? .missingCapture : .unreadableResponse,
                "nothing to capture \(isPart ? "by the pattern in" : "at") '\(capture.text)'", at: capture.range,
                help: isPart ? found.map { "the string is \($0.serialized)" } : problem)
        }
        return part
    }

    /// The value that a capture reads, or why there is none.
    private func origin(
        of capture: Capture, in scope: RunScope
    ) throws(StepError) -> (value: JSONValue?, problem: String?) {
        switch capture.origin {
        case .expression(let template):
            for path in template.responsePaths { try refuseDuplicates(on: path, at: capture.range) }
            do {
                return (try template.evaluate(in: scope), nil)
            } catch {
                return (nil, error.message)
            }
        case .body(let path):
            guard let body = values.responseBody else { return (nil, bodyProblem) }
            try refuseDuplicates(on: path, at: capture.range)
            let (value, obstacle) = try resolve(path, in: body, at: capture.range)
            return path.selectsSeveral && value == .array([]) ? (nil, "the path selects nothing") : (value, obstacle)
        }
    }

    /// The part of the value that the capture's pattern takes; nil if it matches nothing.
    private func part(of value: JSONValue, _ capture: Capture) throws(StepError) -> JSONValue? {
        guard let pattern = capture.pattern else { return value }
        let text = value.writtenOut
        let part = try firstGroup(of: pattern, in: text, capture)
        if let hidden = HiddenTexts.current, hidden.areIn(text),
            try readsHidden(pattern, in: text, capture, hidden, found: part)
        {
            hidden.willRead(value)
            try refuseHidden(at: capture.range, "'\(capture.text)'")
        }
        return part.map { .string($0) }
    }

    /// Whether what a pattern finds hangs on the characters of a hidden text. A pattern that finds nothing could find something in the real text.
    private func readsHidden(
        _ pattern: RegularExpression, in text: String, _ capture: Capture, _ hidden: HiddenTexts, found part: String?
    ) throws(StepError) -> Bool {
        guard let part else { return true }
        for number in 0..<HiddenTexts.variantCount {
            let found = try firstGroup(of: pattern, in: hidden.variant(number, of: text), capture)
            if found != hidden.variant(number, of: part) { return true }
        }
        return false
    }

    private func firstGroup(
        of pattern: RegularExpression, in text: String, _ capture: Capture
    ) throws(StepError) -> String? {
        do {
            return try pattern.firstGroup(in: text)
        } catch {
            throw StepError(.invalidValue, error.message, at: capture.range)
        }
    }

    /// Why the body is not JSON, with its first bytes.
    private static func describe(_ error: JSONParseError, in response: HTTPResponse) -> String {
        if response.body.isEmpty { return "the body is empty, not JSON" }
        if let encoding = response.header("content-encoding"), encoding.lowercased() != "identity",
            String(validating: response.body, as: UTF8.self) == nil
        {
            return
                "the body is not JSON: its content-encoding is \(encoding); without a header accept-encoding of the step's own, it is undone"
        }
        let start = String(decoding: response.body.prefix(2_000), as: UTF8.self)
        return
            "the body is not JSON: \(error.problem) at byte \(error.offset); it starts with \(JSONValue.string(start).serialized)"
    }
}

extension Step {
    fileprivate func contractMode(in environment: TargetEnvironment) -> ContractMode {
        contract ?? environment.contract
    }
}

extension ExpectationFailure {
    /// An expectation that could not be judged, beside others that are false.
    fileprivate init(unjudged expectation: Expectation, _ error: StepError) {
        self.init(
            subject: expectation.subject, range: error.range ?? expectation.range,
            expected: "a value that can be judged",
            actual: error.message, help: error.help)
    }
}

extension StepError {
    /// One error for several problems; nil if there are none.
    fileprivate init?(joining errors: [StepError]) {
        guard var first = errors.first else { return nil }
        var seen: Set = [first.message]
        let others = errors.dropFirst().map(\.message).filter { seen.insert($0).inserted }.prefix(5)
        if !others.isEmpty { first.message = ([first.message] + others).joined(separator: "; ") }
        self = first
    }
}
