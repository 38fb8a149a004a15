import Ledger

/// The ledgers of a run: one for each place that its environments name. Most runs have one.
struct RunLedgers: Sendable {
    /// By the identity of the environment.
    let sessions: [String: LedgerSession]
    /// How often the run was started, with this time; 1 for a new run.
    let start: Int
    /// The name that they have for the run.
    var key: String? { sessions.values.first?.run.key }

    /// Ends the run in its ledgers. Returns why that was not possible.
    func close(_ end: RunEntry.EndState) async -> [LedgerProblem] {
        var problems: [LedgerProblem] = []
        // What is left open in one of them is left open in all.
        if distinct.contains(where: \.canBeContinued) { for session in distinct { session.leaveOpen() } }
        for session in distinct {
            if let problem = await session.close(end) { problems.append(problem) }
        }
        return problems
    }

    func flush() { for session in distinct { session.flush() } }

    private var distinct: [LedgerSession] {
        var known: Set<ObjectIdentifier> = []
        return sessions.sorted { $0.key < $1.key }.map(\.value).filter { known.insert(ObjectIdentifier($0)).inserted }
    }
}
