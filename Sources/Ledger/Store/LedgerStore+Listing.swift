import SQLDatabase

/// How far a run came.
package enum RunState: String, Sendable, CaseIterable {
    /// Each of its steps has a verdict.
    case finished
    /// It was interrupted, or timed out. It can be resumed.
    case interrupted
    /// Its process ended without a word, for example by `kill -9`. It can be resumed.
    case cutOff = "cut_off"
    /// A process works on it.
    case running
    /// Somebody decided to start anew.
    case abandoned

    /// Whether a resumed run would make what is missing.
    package var isUnfinished: Bool { self == .interrupted || self == .cutOff }
}

/// A run, how far it came, and what its requests did.
package struct RunSummary: Sendable, Equatable {
    package let run: RunEntry
    package let state: RunState
    package let effects: RunTotals
}

/// What the requests of a run did, and what they may have done.
package struct RunTotals: Sendable, Equatable {
    /// Without those that certainly were not made.
    package var requests = 0
    /// How many requests have an outcome that is not known.
    package var unknown = 0
    package var sends = 0
    package var sendsUnknown = 0
    package var transfers = 0
    package var transfersUnknown = 0
    /// In paise.
    package var amount: Int64 = 0
    package var amountUnknown: Int64 = 0

    package init() {}
}

/// Lists of runs, for people.
extension LedgerStore {
    /// The latest runs, the latest first; all of them without a limit.
    package func latestRuns(limit: Int?, seenBy process: ProcessIdentity) throws(SQLError) -> [RunSummary] {
        try summaries(
            of: connection.query(
                "SELECT \(Self.runColumns) FROM runs ORDER BY id DESC LIMIT $1",
                SQLValue(limit.map(Int64.init) ?? .max)), seenBy: process)
    }

    /// The runs with a key: one, or the parts of a run on several machines.
    package func runs(withKey key: String, seenBy process: ProcessIdentity) throws(SQLError) -> [RunSummary] {
        try summaries(
            of: connection.query("SELECT \(Self.runColumns) FROM runs WHERE run_key = $1 ORDER BY id", .text(key)),
            seenBy: process)
    }

    /// The runs that can be resumed, the latest first.
    package func unfinishedRuns(seenBy process: ProcessIdentity) throws(SQLError) -> [RunSummary] {
        try summaries(
            of: connection.query(
                "SELECT \(Self.runColumns) FROM runs WHERE ended IS NULL OR end_state = 'interrupted' ORDER BY id DESC"),
            seenBy: process
        ).filter(\.state.isUnfinished)
    }

    private func summaries(
        of rows: [SQLRow], seenBy process: ProcessIdentity
    ) throws(SQLError) -> [RunSummary] {
        let moment = try moment()
        var summaries: [RunSummary] = []
        for row in rows {
            let run = RunEntry(row)
            summaries.append(
                RunSummary(
                    run: run, state: try state(of: run, at: moment, seenBy: process), effects: try totals(of: run)))
        }
        return summaries
    }

    func state(
        of run: RunEntry, at moment: LedgerMoment, seenBy process: ProcessIdentity
    ) throws(SQLError) -> RunState {
        guard run.ended == nil else {
            switch run.endState {
            case .finished: return .finished
            case .abandoned: return .abandoned
            // A word of another program counts as a run that can be resumed: nothing of it is forgotten.
            case .interrupted, nil: return .interrupted
            }
        }
        return try livingProcess(run.process, at: moment, seenBy: process) == nil ? .cutOff : .running
    }

    private func totals(of run: RunEntry) throws(SQLError) -> RunTotals {
        var totals = RunTotals()
        for row in try connection.query(
            """
            SELECT outcome, COUNT(*), CAST(SUM(sends) AS BIGINT), CAST(SUM(transfers) AS BIGINT),
                CAST(SUM(amount) AS BIGINT)
            FROM claims WHERE run = $1 AND state <> 'not_sent' GROUP BY outcome
            """, .integer(run.id))
        {
            totals.requests += Int(row.count(1))
            switch ClaimOutcome(stored: row.text(0)) {
            case .didNotHappen: break
            case .happened:
                totals.sends += Int(row.count(2))
                totals.transfers += Int(row.count(3))
                totals.amount += row.count(4)
            case .unknown:
                totals.unknown += Int(row.count(1))
                totals.sendsUnknown += Int(row.count(2))
                totals.transfersUnknown += Int(row.count(3))
                totals.amountUnknown += row.count(4)
            }
        }
        return totals
    }
}
