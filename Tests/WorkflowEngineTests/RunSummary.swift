import WorkflowEngine

/// What a run came to: its events, folded. It does not grow with their number.
struct RunSummary: Sendable {
    private(set) var tally = Tally()
    private(set) var duration: Duration = .zero
    private(set) var wasInterrupted = false
    /// The workflows under way that run on a sandbox.
    private var onSandbox: Set<Int> = []

    init() {}

    /// Takes in an event, in their order.
    mutating func fold(_ event: RunEvent) {
        switch event {
        case .runStarted: break
        case .workflowStarted(let planned, let workflow, _):
            if planned.environment.isSandbox { onSandbox.insert(workflow) }
        case .stepFinished(let result, let workflow): tally.add(result, onSandbox: onSandbox.contains(workflow))
        case .workflowFinished(let workflow, _): onSandbox.remove(workflow)
        case .runFinished(let duration, let wasInterrupted):
            self.duration = duration
            self.wasInterrupted = wasInterrupted
        }
    }
}

/// Steps by outcome, and SMS.
struct Tally: Sendable, Equatable {
    private(set) var passed = 0
    private(set) var failed = 0
    private(set) var errored = 0
    private(set) var skipped = 0
    private(set) var refused = 0
    private(set) var smsSent = 0
    private(set) var smsUnknown = 0
    /// Those of the two before that went to a sandbox.
    private(set) var smsOnSandbox = 0

    var steps: Int { passed + failed + errored + skipped }

    fileprivate mutating func add(_ result: StepResult, onSandbox: Bool) {
        switch result.outcome {
        case .passed: passed += 1
        case .failed: failed += 1
        case .errored(let error):
            errored += 1
            if error.kind == .refused { refused += 1 }
        case .skipped: skipped += 1
        }
        guard let effect = result.effect, effect.kinds.contains(.texts) else { return }
        switch effect.outcome {
        case .happened: smsSent += 1
        case .unknown: smsUnknown += 1
        case .didNotHappen: return
        }
        if onSandbox { smsOnSandbox += 1 }
    }
}
