import Secrets
import Times
import WorkflowModel

/// One request of a step and what came of it.
struct StepAttempt {
    var outcome: StepOutcome
    var exchange: JudgedExchange?
    var secrets: [Secret]
    var send: SendOutcome
    var duration: Duration
    /// Of the request among those of its step, from 1.
    var number = 1
    /// What came of those before it.
    private(set) var earlier: [EarlierAttempt] = []
    /// True where it is certain that nothing was sent.
    var isCertainlyNotSent = false

    /// More of them tell nothing more.
    private static let maximumEarlier = 100

    /// Takes its place after another.
    mutating func follow(_ previous: StepAttempt, took duration: Duration) {
        number = previous.number + 1
        secrets += previous.secrets
        earlier = previous.earlier.suffix(Self.maximumEarlier - 1)
        earlier.append(EarlierAttempt(previous.outcome, duration: duration))
    }

    /// False where it passed, and where another attempt would come to the same.
    var isWorthPolling: Bool {
        switch outcome {
        case .failed: true
        case .errored(let error):
            [.notSent, .outcomeUnknown, .unreadableResponse, .missingCapture].contains(error.kind)
        case .passed, .skipped: false
        }
    }

    /// True only where a second request cannot do anything a second time.
    func isWorthRetrying(_ effect: SideEffect) -> Bool {
        isCertainlyNotSent || effect == .none && exchange == nil
    }
}

extension StepOutcome {
    /// Says beside what failed last how long it was waited for.
    func afterPolling(_ count: Int, over duration: Duration) -> StepOutcome {
        let help = "after \(count == 1 ? "1 request" : "\(count) requests") in \(duration.shortText)"
        switch self {
        case .passed, .skipped: return self
        case .failed(let failures):
            return .failed(
                failures.map {
                    ExpectationFailure(
                        subject: $0.subject, range: $0.range, expected: $0.expected, actual: $0.actual,
                        help: $0.help.map { "\($0); \(help)" } ?? help)
                })
        case .errored(let error):
            return .errored(
                StepError(error.kind, error.message, at: error.range, help: error.help.map { "\($0); \(help)" } ?? help)
            )
        }
    }
}
