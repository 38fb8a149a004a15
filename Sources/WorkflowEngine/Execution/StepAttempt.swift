import Contract
import Secrets
import Times
import WorkflowModel

/// One request of a step, and its result.
struct StepAttempt {
    var outcome: StepOutcome
    var exchange: JudgedExchange?
    var secrets: [Secret]
    /// Whether nothing of the response may be shown.
    var hidesResponse = false
    /// Whether something in the body of the response is secret by its place.
    var bodyHasPlaces = true
    /// How the answer differs from the documented ones.
    var warnings: [String] = []
    /// Whether nothing else will come, by the step's `until_not`.
    var endsPoll = false
    /// What came of its effect, if it has one.
    var outcomeOfEffect: EffectOutcome
    var trace: RequestTrace
    var duration: Duration
    /// The number of the request in its step, from 1.
    var number = 1
    /// The results of the requests before it.
    private(set) var earlier: [EarlierAttempt] = []
    /// Whether it is certain that nothing was sent.
    var isCertainlyNotSent = false

    /// More results would tell nothing new.
    private static let maximumEarlier = 100

    /// Makes this the next attempt after `previous`, whose request took `duration`.
    mutating func follow(_ previous: StepAttempt, took duration: Duration) {
        number = previous.number + 1
        secrets += previous.secrets
        hidesResponse = hidesResponse || previous.hidesResponse
        earlier = previous.earlier.suffix(Self.maximumEarlier - 1)
        earlier.append(EarlierAttempt(outcome: previous.outcome, duration: duration, trace: previous.trace))
    }

    /// What came of the effect. An answer to a request that is not documented need not be an envelope: that it was taken is
    /// all that it says of a change.
    func outcome(of effect: RequestEffect, _ request: RequestTemplate) -> EffectOutcome {
        guard case .unknown = outcomeOfEffect, effect.kinds == .changes, request.operation == nil,
            let status = exchange?.response.status, 200...299 ~= status
        else { return outcomeOfEffect }
        return .happened
    }

    var hasPassed: Bool { if case .passed = outcome { true } else { false } }

    /// Whether another attempt could end differently.
    var isWorthPolling: Bool {
        switch outcome {
        case .failed: true
        case .errored(let error):
            [.notSent, .outcomeUnknown, .unreadableResponse, .missingCapture].contains(error.kind)
        case .passed, .skipped: false
        }
    }

    /// Whether the API refused the OTP, and that is a failure.
    var wasOTPRefused: Bool {
        guard case .failed = outcome, case .object(let body)? = try? exchange?.responseBody.get() else { return false }
        return body["status"] == 302 || body["status"] == 1 && body["response_type_id"] == 1632
    }

    /// Whether a second request is safe: nothing was sent, or the request only reads and got no response.
    func isWorthRetrying(_ effect: RequestEffect?) -> Bool {
        isCertainlyNotSent || effect == nil && exchange == nil
    }
}

extension StepOutcome {
    /// The outcome without anything that the response said.
    var hidingResponse: StepOutcome {
        let hidden = "hidden: the response has more secrets than can be looked for"
        switch self {
        case .passed, .skipped: return self
        case .failed(var failures):
            for index in failures.indices {
                failures[index].actual = hidden
                failures[index].help = nil
            }
            return .failed(failures)
        case .errored(var error):
            error.message = hidden
            error.help = nil
            return .errored(error)
        }
    }

    /// Says that an answer is not repeated by `retry`, if it is one after which people expect that.
    func explainingRetry(of status: Int?) -> StepOutcome {
        guard let status, [429, 500, 502, 503, 504].contains(status), case .failed(var failures) = self else {
            return self
        }
        let remark = "'retry' repeats only what got no answer; to ask again after HTTP \(status), write 'poll'"
        if let index = failures.firstIndex(where: \.subject.isHTTP) {
            failures[index].help = failures[index].help.map { "\($0); \(remark)" } ?? remark
        }
        return .failed(failures)
    }

    /// Adds to each problem how many requests were made, and in what time.
    func afterPolling(_ count: Int, over duration: Duration) -> StepOutcome {
        let remark = "after \(plural(count, "request")) in \(duration.shortText)"
        func extended(_ help: String?) -> String { help.map { "\($0); \(remark)" } ?? remark }
        switch self {
        case .passed, .skipped: return self
        case .failed(var failures):
            for index in failures.indices { failures[index].help = extended(failures[index].help) }
            return .failed(failures)
        case .errored(var error):
            error.help = extended(error.help)
            return .errored(error)
        }
    }
}
