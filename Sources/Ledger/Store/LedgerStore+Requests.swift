import SQLDatabase

/// A request as the ledger keeps it, for people.
package struct LedgerRequest: Sendable, Equatable {
    package let id: Int64
    package let run: String
    /// Which part of a run on several machines it was, for example `2/5`; empty for a whole run.
    package let part: String
    package let shown: ShownClaim
    /// The address of the API and the initiator ID, joined by a space.
    package let account: String
    /// In which start of its run it was made, from 1.
    package let start: Int
    package let attempt: Int
    package let state: ClaimState
    package let outcome: ClaimOutcome
    package let sends: Int
    package let movesMoney: Bool
    /// In paise.
    package let amount: Int64
    package let isPriced: Bool
    /// The day that it was counted for, for example `2026-11-29`.
    package let day: String
    /// In milliseconds since 1970.
    package let claimed: Int64
    /// When its state was written; nil if that has not happened.
    package let finished: Int64?
}

/// Lists of requests, a page at a time, so that a ledger of any size needs no memory.
extension LedgerStore {
    /// Which requests are listed. Nil for all.
    package struct RequestFilter: Sendable {
        package var runKey: String?
        /// In milliseconds since 1970.
        package var since: Int64?

        package init(runKey: String? = nil, since: Int64? = nil) {
            self.runKey = runKey
            self.since = since
        }
    }

    /// The requests after the one with the number `id`, in the order in which they were claimed.
    package func requests(
        _ filter: RequestFilter, after id: Int64, limit: Int = 500
    ) throws(SQLError) -> [LedgerRequest] {
        var conditions = ["c.id > $1"]
        var values: [SQLValue] = [.integer(id)]
        if let key = filter.runKey {
            values.append(.text(key))
            conditions.append("c.run IN (SELECT id FROM runs WHERE run_key = $\(values.count))")
        }
        if let since = filter.since {
            values.append(.integer(since))
            conditions.append("c.claimed >= $\(values.count)")
        }
        values.append(SQLValue(limit))
        return try connection.query(
            "SELECT \(Self.requestColumns) \(Self.requestTables) WHERE \(conditions.joined(separator: " AND ")) "
                + "ORDER BY c.id LIMIT $\(values.count)", values
        ).map(LedgerRequest.init)
    }

    static let requestTables =
        "FROM claims c LEFT JOIN runs r ON r.id = c.run LEFT JOIN accounts a ON a.id = c.account"

    static let requestColumns = """
        c.id, r.run_key, r.part, c.environment, c.workflow, c.case_title, c.repetition, c.step, c.effects, c.method,
        c.path, c.reference, c.recipients, a.address, c.start, c.attempt, c.state, c.outcome, c.sends, c.transfers,
        c.amount, c.priced, c.day, c.claimed, c.finished
        """
}

extension LedgerRequest {
    init(_ row: SQLRow) {
        id = row.int(0)
        run = row.text(1)
        part = row.text(2)
        var shown = ShownClaim()
        shown.environment = row.text(3)
        shown.workflow = row.text(4)
        shown.caseTitle = row.text(5)
        shown.repetition = Int(row.count(6))
        shown.step = row.text(7)
        shown.effects = row.text(8)
        shown.method = row.text(9)
        shown.path = row.text(10)
        shown.reference = row[11].text
        shown.recipients = row.text(12)
        self.shown = shown
        account = row.text(13)
        start = Int(row.count(14))
        attempt = Int(row.count(15))
        state = ClaimState(rawValue: row.text(16)) ?? .unknown
        outcome = ClaimOutcome(stored: row.text(17))
        sends = Int(row.count(18))
        movesMoney = row.int(19) != 0
        amount = row.count(20)
        isPriced = row.int(21) != 0
        day = row.text(22)
        claimed = row.count(23)
        finished = row[24].integer
    }
}
