import SQLDatabase
import Times

/// Removes what nothing needs any more.
extension LedgerStore {
    private static let day: Int64 = 86_400_000
    /// For how long the results of a run that has ended are kept.
    private static let keptResults = 30 * day

    /// Removes the counts of past months, what processes left that died more than a day ago, and the results of runs that ended more than 30 days ago. Called
    /// at the start of a run.
    package func clean(seenBy own: ProcessIdentity) throws(SQLError) {
        try transaction(durable: false) { () throws(SQLError) in
            let moment = try moment()
            _ = try removeOldCounts(months: true)
            try removeDeadProcesses(at: moment, seenBy: own)
            // An interrupted run can be resumed, and is then compared with its results.
            try connection.query(
                """
                DELETE FROM results WHERE run IN (
                    SELECT id FROM runs WHERE end_state IN ('finished', 'abandoned') AND ended < $1)
                """, .integer(min(moment.wall, try clockMark()) - Self.keptResults))
        }
    }

    /// Removes the counts of months that are over everywhere on Earth, or of days too. Returns how many. A clock that is wrong must not
    /// end a day: only what is older than the latest request goes.
    func removeOldCounts(months: Bool) throws(SQLError) -> Int {
        let latest = Timestamp(milliseconds: min(try moment().wall, try clockMark()))
        let (day, month) = (TimeZoneOffset.westernmost.day(of: latest), TimeZoneOffset.westernmost.month(of: latest))
        return try connection.query(
            """
            DELETE FROM budgets WHERE (LENGTH(period) = 7 AND period < $1) OR (LENGTH(period) = 10 AND period < $2)
            RETURNING account
            """, .text(month), .text(months ? month + "-01" : day)
        ).count
    }

    private func removeDeadProcesses(at moment: LedgerMoment, seenBy own: ProcessIdentity) throws(SQLError) {
        let yesterday = SQLValue.integer(moment.wall - Self.day)
        let dead = "DELETE FROM processes WHERE id <> $1 AND started < $2 AND"
        switch connection.dialect {
        case .sqlite:
            // The clock of leases of a file starts anew with the machine.
            try connection.query(
                "\(dead) (expires < $3 OR boot <> $4)", .text(own.id), yesterday, .integer(moment.lease - Self.day),
                .text(own.boot))
        case .postgreSQL:
            try connection.query(
                "\(dead) expires < $3", .text(own.id), yesterday, .integer(moment.lease - Self.day))
        }
        for table in ["turns", "waiters"] {
            try connection.query(
                "DELETE FROM \(table) WHERE NOT EXISTS (SELECT 1 FROM processes p WHERE p.id = \(table).process)")
        }
    }
}
