import Contract
import JSON
import WorkflowModel

/// Keeps every request that does more than to read, before it is made: over the starts of a run, over runs, processes and machines.
package protocol EffectLedger: Sendable {
    /// The entries of a workflow of the run; nil if its environment has no ledger. `index` is its index in the plan.
    func entries(of workflow: PlannedWorkflow, at index: Int) -> (any WorkflowEntries)?

    /// What earlier starts of the run made in an environment; nil for nothing.
    func earlierEffects(in environment: TargetEnvironment) -> EarlierEffects?
}

/// What the ledger has of one workflow, or of one of its cases.
package protocol WorkflowEntries: Sendable {
    /// What an earlier start of the run left of a step. Such a step is not run again.
    func earlier(_ step: PlannedStep) -> EarlierStep?

    /// Keeps the result of a step for later starts. Called before the next step starts, on the thread of the workflow.
    func record(_ result: StepResult)

    /// Returns when the request is in the ledger, durably, and no other process texts its persons. The workflow keeps that turn to its
    /// end. If it throws, the request must not be made.
    ///
    /// `onWait` is called now and then with who is in the way; `afterWait` is called once after a wait.
    func claim(
        _ request: RecordedRequest, step: String, onWait: @escaping @Sendable (_ holder: String) -> Void,
        afterWait: @Sendable () async -> Void
    ) async throws(ClaimProblem) -> any EffectClaim

    /// Whether another process has taken a turn of this workflow meanwhile, because this one showed no sign of life.
    func hasLostTurn() async -> Bool

    /// Ends the workflow's turn.
    func releaseTurn()
}

/// A request that the ledger allowed.
package protocol EffectClaim: Sendable {
    /// When it was asked for. A request that leaves much later is not what was allowed.
    var time: ContinuousClock.Instant { get }
    /// Who texts the same person at the same time, if the workflow does not wait for it because it has another turn.
    var warning: String? { get }

    func end(_ end: EffectClaimEnd)
}

/// What came of a claimed request.
package enum EffectClaimEnd: Sendable {
    case answered(EffectOutcome)
    /// It is certain that nothing left: another attempt can be made.
    case notSent
    case unknown
}

/// Why the ledger does not allow a request.
package struct ClaimProblem: Error, Sendable {
    /// What kind of error the step has then.
    package let kind: StepError.Kind
    package let message: String
    package let help: String

    package init(_ message: String, help: String, kind: StepError.Kind = .refused) {
        self.message = message
        self.help = help
        self.kind = kind
    }
}

/// What earlier starts of a run made in one environment. It counts against the limits of the run.
package struct EarlierEffects: Sendable {
    package var sends = 0
    package var transfers = 0
    package var amount = Rupees(paise: 0)
    package var priced = 0
    /// How many SMS a person got.
    package var sendsTo: @Sendable (_ person: String) -> Int = { _ in 0 }

    package init() {}
}

/// A step that an earlier start of the run made.
package struct EarlierStep: Sendable {
    /// Which start of the run it was, from 1.
    package let start: Int
    package let outcome: StepOutcome
    /// By name. Secrets and numbers are not kept.
    package var captures: [String: JSONValue] = [:]
    /// The names of the values that were not kept.
    package var lostCaptures: [String] = []
    /// Its entry in reports, if there is more to tell of it than the rest of this.
    package var report: String?
    package var effect: StepEffect?
    /// Its last request.
    package var trace: RequestTrace?
    package var attempts = 1
    package var duration: Duration = .zero

    package init(start: Int, outcome: StepOutcome) {
        self.start = start
        self.outcome = outcome
    }
}
