import SQLDatabase

/// What was forgotten, and what was left.
package struct PruneResult: Sendable, Equatable {
    package var runs = 0
    package var requests = 0
    /// How many of the requests had an outcome that was not known.
    package var unknown = 0
    /// Counts of days and months that are over.
    package var counts = 0
    /// How many runs started before the date, and were left because they can be resumed.
    package var unfinishedRuns = 0
    /// How many runs started before the date, and were left because a process works on them.
    package var runningRuns = 0

    package init() {}
}

/// Forgets what is old, because somebody asks for it.
extension LedgerStore {
    /// How many runs are removed in one transaction, so that runs that send do not wait for long.
    static let runsPerTransaction = 50

    /// Forgets the runs that ended before a moment in milliseconds since 1970, with their requests and results, and the counts of days and months that are
    /// over everywhere. A run that can be resumed, and a run that a process works on, is left.
    package func prune(before end: Int64, seenBy process: ProcessIdentity) throws(SQLError) -> PruneResult {
        var result = PruneResult()
        // What is removed from a file is overwritten in it.
        if connection.dialect == .sqlite { try connection.query("PRAGMA secure_delete = ON") }
        while try pruneRuns(before: end, &result) {}
        result.counts = try transaction(durable: true) { () throws(SQLError) in
            try removeOldCounts(months: false)
        }
        try countTheRest(before: end, seenBy: process, &result)
        if connection.dialect == .sqlite { _ = try? connection.query("PRAGMA wal_checkpoint(TRUNCATE)") }
        return result
    }

    /// Returns whether more runs may be left.
    private func pruneRuns(before end: Int64, _ result: inout PruneResult) throws(SQLError) -> Bool {
        let removed = try transaction(durable: true) { () throws(SQLError) -> PruneResult in
            var removed = PruneResult()
            let runs = try connection.query(
                "SELECT id FROM runs WHERE end_state IN ('finished', 'abandoned') AND ended < $1 ORDER BY id LIMIT \(Self.runsPerTransaction)\(forUpdate)",
                .integer(end))
            for run in runs {
                let outcomes = try connection.query("DELETE FROM claims WHERE run = $1 RETURNING outcome", run[0])
                try connection.query("DELETE FROM results WHERE run = $1", run[0])
                try connection.query("DELETE FROM runs WHERE id = $1", run[0])
                removed.requests += outcomes.count
                removed.unknown += outcomes.count { ClaimOutcome(stored: $0.text(0)) == .unknown }
            }
            removed.runs = runs.count
            return removed
        }
        result.runs += removed.runs
        result.requests += removed.requests
        result.unknown += removed.unknown
        return removed.runs == Self.runsPerTransaction
    }

    private func countTheRest(
        before end: Int64, seenBy process: ProcessIdentity, _ result: inout PruneResult
    ) throws(SQLError) {
        let moment = try moment()
        for row in try connection.query(
            "SELECT \(Self.runColumns) FROM runs WHERE (ended IS NULL OR end_state = 'interrupted') AND started < $1",
            .integer(end))
        {
            switch try state(of: RunEntry(row), at: moment, seenBy: process) {
            case .running: result.runningRuns += 1
            case .interrupted, .cutOff: result.unfinishedRuns += 1
            case .finished, .abandoned: break
            }
        }
    }
}
