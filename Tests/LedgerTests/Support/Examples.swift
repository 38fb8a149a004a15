import SQLDatabase
import Synchronization
import Testing
import Threads

@testable import Ledger

extension ProcessIdentity {
    /// A process of another machine, of which only its lease tells whether it runs.
    static func elsewhere(_ id: String) -> ProcessIdentity {
        // SQLite's clock of leases holds for one start of a machine, so all have the same.
        ProcessIdentity(id: id, host: "host-of-\(id)", boot: "boot", pidSpace: "space of \(id)", pid: 7, pidStarted: 1)
    }
}

extension RunDescription {
    static func example(
        _ key: String = "run", fingerprint: String = "f", workspace: String = "/w", isKeyed: Bool = false
    ) -> RunDescription {
        RunDescription(
            key: key, isKeyed: isKeyed, part: "", fingerprint: fingerprint, command: "ekoflow run", workspace: workspace
        )
    }
}

extension Claim {
    /// A request that texts persons, one SMS for each.
    static func sms(
        _ step: String, attempt: Int = 1, to persons: [String] = ["p"], account: String = "account",
        _ budgets: (inout ClaimBudgets) -> Void = { _ in }
    ) -> Claim {
        var claim = Claim()
        claim.stepKey = step
        claim.attempt = attempt
        claim.account = account
        claim.persons = persons
        claim.sends = persons.count
        claim.shown.environment = "staging"
        claim.shown.step = step
        claim.shown.effects = "texts"
        budgets(&claim.budgets)
        return claim
    }

    /// A request that moves money, in paise.
    static func transfer(_ step: String, _ amount: Int64, maximum: Int64?) -> Claim {
        var claim = Claim()
        claim.stepKey = step
        claim.account = "account"
        claim.movesMoney = true
        claim.amount = amount
        claim.shown.environment = "staging"
        claim.budgets.amountPerDay = maximum
        return claim
    }
}

extension LedgerStore {
    /// Starts a run that must be free.
    func started(_ description: RunDescription = .example(), as process: ProcessIdentity) throws -> RunEntry {
        guard case .started(let run) = try start(description, as: process) else { throw NotStarted() }
        return run
    }

    struct NotStarted: Error {}

    /// Ends the turns of a workflow.
    func release(_ workflow: Int, of process: ProcessIdentity) throws(SQLError) {
        try transaction(durable: false) { () throws(SQLError) in try endTurns(of: workflow, process) }
    }

    /// Claims one request.
    func claim(
        _ claim: Claim, of run: RunEntry, as process: ProcessIdentity
    ) throws(SQLError) -> Result<GrantedClaim, ClaimRefusal> {
        var batch = LedgerBatch()
        batch.claims = [claim]
        return try perform(batch, of: run, as: process).claims[0]
    }

    func end(
        _ claim: GrantedClaim, _ state: ClaimState, of run: RunEntry, as process: ProcessIdentity
    ) throws(SQLError) {
        var batch = LedgerBatch()
        batch.ends = [ClaimEnd(claim, state, outcome: .unknown)]
        _ = try perform(batch, of: run, as: process)
    }
}

extension Result {
    var refusal: Failure? { if case .failure(let failure) = self { failure } else { nil } }
    var isGranted: Bool { refusal == nil }
}

extension ClaimRefusal {
    var budget: BudgetExceeded? { if case .budget(let exceeded) = self { exceeded } else { nil } }
    var problem: LedgerProblem? { if case .unusable(let problem) = self { problem } else { nil } }
}

/// Runs the same on several threads at once, and returns what they returned. Throws the first error of them.
func onThreads<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for number in 0..<count {
            group.addTask {
                try await withCheckedThrowingContinuation { continuation in
                    let isStarted = startThread { continuation.resume(with: Result { try body(number) }) }
                    #expect(isStarted)
                }
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
