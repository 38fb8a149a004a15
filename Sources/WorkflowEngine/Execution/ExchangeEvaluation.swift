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
        do {
            var failures: [ExpectationFailure] = []
            for expectation in step.expectations {
                if let failure = try bounded(expectation, in: step, scope: scope) { failures.append(failure) }
            }
            guard failures.isEmpty else { return .failed(failures) }
            try capture(step, scope: &scope)
            return .passed
        } catch {
            return .errored(error)
        }
    }

    /// Whether the step texted somebody, according to the response.
    var sendOutcome: SendOutcome { SendOutcome(httpStatus: exchange.response.status, body: values.responseBody) }

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
        let actual = try actual(of: expectation)
        do {
            guard let mismatch = try expectation.matcher.mismatch(actual, in: scope) else { return nil }
            return ExpectationFailure(
                subject: expectation.subject, range: expectation.range, expected: mismatch.expected,
                actual: actual.text, help: mismatch.help ?? help(expectation, of: step, in: scope))
        } catch {
            throw StepError(.invalidValue, error.message, at: error.range)
        }
    }

    private func actual(of expectation: Expectation) throws(StepError) -> ActualValue {
        switch expectation.subject {
        case .http:
            return ActualValue(.integer(exchange.response.status))
        case .within:
            let milliseconds = Int(exchange.timings.total.milliseconds.rounded(.up))
            return ActualValue(.integer(milliseconds), text: Duration.milliseconds(milliseconds).exactText)
        case .header(let name):
            return exchange.response.header(name).map { ActualValue(.string($0)) } ?? ActualValue(missing: nil)
        case .body(let path):
            guard let body = values.responseBody else {
                let problem = bodyProblem ?? "the body is not JSON"
                // An error response need not be JSON: then its status is the real failure, and the body is not another error.
                guard exchange.response.status == 200 else { return ActualValue(missing: problem) }
                throw StepError(.unreadableResponse, problem, at: expectation.range)
            }
            let (value, obstacle) = try resolve(path, in: body, at: expectation.range)
            let isEmptyNodelist = path.selectsSeveral && value == .array([])
            return value.map { ActualValue($0, isEmptyNodelist: isEmptyNodelist) } ?? ActualValue(missing: obstacle)
        }
    }

    private func resolve(
        _ path: BodyPath, in body: JSONValue, at range: SourceRange
    ) throws(StepError) -> (value: JSONValue?, obstacle: String?) {
        do {
            return try path.resolve(in: body)
        } catch {
            throw StepError(.invalidValue, "'\(path.text)' has no result: \(error.message)", at: range)
        }
    }

    private func help(_ expectation: Expectation, of step: Step, in scope: RunScope) -> String? {
        switch expectation.subject {
        case .http where exchange.response.status == 403:
            return ForbiddenExplanation(
                response: exchange.response, environment: scope.environment, signing: step.signing, now: scope.now
            ).text
        case .http:
            return joined(sandboxReason, defaultHelp(expectation))
        case .body(let path) where path.text == "status" && !isSuccess:
            return joined(apiMessage.map { "the API says: \($0)" }, sandboxReason, defaultHelp(expectation))
        default:
            return defaultHelp(expectation)
        }
    }

    private func joined(_ parts: String?...) -> String? {
        let parts = parts.compactMap(\.self)
        // Only the last part may end with a full stop.
        let texts = parts.dropLast().map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 } + parts.suffix(1)
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    private var sandboxReason: String? {
        exchange.response.header("x-sandbox-reason").map { "the sandbox says why: \($0)" }
    }

    private func defaultHelp(_ expectation: Expectation) -> String? {
        expectation.isDefault ? "a step without 'expect' expects http: 200 and status: 0" : nil
    }

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

    private func capture(_ step: Step, scope: inout RunScope) throws(StepError) {
        guard !step.captures.isEmpty, let id = step.id?.value else { return }
        var captured: [String: JSONValue] = [:]
        for capture in step.captures {
            guard let body = values.responseBody else {
                throw StepError(.unreadableResponse, bodyProblem ?? "the body is not JSON", at: capture.range)
            }
            let (value, obstacle) = try resolve(capture.path, in: body, at: capture.range)
            guard let value, !(capture.path.selectsSeveral && value == .array([])) else {
                throw StepError(
                    .missingCapture, "nothing to capture at '\(capture.path.text)'", at: capture.range, help: obstacle)
            }
            captured[capture.name] = value
        }
        // Captures all values or none: a step that did not pass gives no values to other steps.
        scope.captures[id] = captured.mapValues { .known($0) }
    }

    /// Why the body is not JSON, with its first bytes.
    private static func describe(_ error: JSONParseError, in response: HTTPResponse) -> String {
        if response.body.isEmpty { return "the body is empty, not JSON" }
        if let encoding = response.header("content-encoding"), encoding.lowercased() != "identity" {
            return "the body is not JSON: its content-encoding is \(encoding), which was not asked for"
        }
        let start = String(decoding: response.body.prefix(2_000), as: UTF8.self)
        return
            "the body is not JSON: \(error.problem) at byte \(error.offset); it starts with \(JSONValue.string(start).serialized)"
    }
}
