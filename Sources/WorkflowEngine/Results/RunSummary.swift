/// What a run came to: its events, folded. It does not grow with their number.
package struct RunSummary: Sendable {
    package private(set) var tally = Tally()
    package private(set) var duration: Duration = .zero
    package private(set) var wasInterrupted = false
    /// The workflows under way that run on a sandbox.
    private var onSandbox: Set<Int> = []

    package init() {}

    /// Takes in an event, in their order.
    package mutating func fold(_ event: RunEvent) {
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
package struct Tally: Sendable, Equatable {
    package private(set) var passed = 0
    package private(set) var failed = 0
    package private(set) var errored = 0
    package private(set) var skipped = 0
    package private(set) var refused = 0
    package private(set) var smsSent = 0
    package private(set) var smsUnknown = 0
    /// Those of the two before that went to a sandbox.
    package private(set) var smsOnSandbox = 0

    package var steps: Int { passed + failed + errored + skipped }

    fileprivate mutating func add(_ result: StepResult, onSandbox: Bool) {
        switch result.outcome {
        case .passed: passed += 1
        case .failed: failed += 1
        case .errored(let error):
            errored += 1
            if error.kind == .refused { refused += 1 }
        case .skipped: skipped += 1
        }
        switch result.send {
        case .sent: smsSent += 1
        case .unknown: smsUnknown += 1
        case .notSent, nil: return
        }
        if onSandbox { smsOnSandbox += 1 }
    }
}
