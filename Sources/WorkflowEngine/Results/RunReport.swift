import WorkflowModel

/// All that a run came to: its events, folded.
package struct RunReport: Sendable {
    package private(set) var plan: RunPlan?
    package private(set) var workflows: [WorkflowReport] = []
    package private(set) var duration: Duration = .zero
    package private(set) var wasInterrupted = false
    package private(set) var tally = Tally()
    /// Of the workflows of the plan among those that have started.
    private var places: [Int: Int] = [:]

    package init() {}

    package mutating func fold(_ event: RunEvent) {
        switch event {
        case .runStarted(let plan, _):
            self.plan = plan
        case .workflowStarted(let index, let timestamp):
            guard let planned = plan?.workflows[index] else { break }
            places[index] = workflows.count
            workflows.append(WorkflowReport(index: index, planned: planned, startedAt: timestamp))
        case .stepFinished(let result, let index):
            if let place = places[index] { workflows[place].add(result) }
            tally.add(result)
        case .workflowFinished(let index, let duration):
            if let place = places[index] { workflows[place].duration = duration }
        case .runFinished(let duration, let wasInterrupted):
            self.duration = duration
            self.wasInterrupted = wasInterrupted
        }
    }
}

/// What one workflow came to.
package struct WorkflowReport: Sendable {
    /// Its place in the plan.
    package let index: Int
    package let planned: PlannedWorkflow
    package let startedAt: Timestamp
    package private(set) var steps: [StepResult] = []
    package fileprivate(set) var duration: Duration = .zero
    package private(set) var tally = Tally()

    fileprivate init(index: Int, planned: PlannedWorkflow, startedAt: Timestamp) {
        self.index = index
        self.planned = planned
        self.startedAt = startedAt
    }

    fileprivate mutating func add(_ result: StepResult) {
        steps.append(result.forReport)
        tally.add(result)
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

    package var steps: Int { passed + failed + errored + skipped }

    fileprivate mutating func add(_ result: StepResult) {
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
        case .notSent, nil: break
        }
    }
}
