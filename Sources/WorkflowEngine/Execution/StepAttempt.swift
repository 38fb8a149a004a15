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
        earlier.append(EarlierAttempt(outcome: previous.outcome, duration: duration))
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
