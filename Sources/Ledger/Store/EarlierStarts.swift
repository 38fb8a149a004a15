import SQLDatabase

/// What earlier starts of a run left in the ledger.
package struct EarlierStarts: Sendable {
    /// A step's requests.
    package struct Requests: Sendable {
        /// How many there were.
        package var count = 0
        /// What came of the last.
        package var state = ClaimState.claimed
        package var outcome = ClaimOutcome.unknown
        package var start = 1
        package var shown = ShownClaim()
        /// In paise.
        package var amount: Int64 = 0
        package var sends = 0
        /// Hashes of the persons that it texted.
        package var persons: [String] = []
        /// In milliseconds since 1970.
        package var claimed: Int64 = 0
        /// The number of its claim, which grows with time.
        package var claim: Int64 = 0
        /// False if another part of the run made it.
        package var isOwn = true
    }

    /// What was made in one environment, for the limits of a run.
    package struct Totals: Sendable {
        package var sends = 0
        /// By the hash of the person.
        package var sendsByPerson: [String: Int] = [:]
        package var transfers = 0
        /// In paise.
        package var amount: Int64 = 0
        package var priced = 0
    }

    /// The result of a step, and the start in which it was made.
    package struct Record: Sendable {
        package let start: Int
        package let result: String
    }

    /// By the key of the step.
    package fileprivate(set) var records: [String: Record] = [:]
    /// By the key of the step.
    package fileprivate(set) var requests: [String: Requests] = [:]
    /// By the environment.
    package fileprivate(set) var totals: [String: Totals] = [:]

    package init() {}

    package var isEmpty: Bool { records.isEmpty && requests.isEmpty }
}

extension LedgerStore {
    /// What earlier starts of a run did, and other parts of it: a case can move to another part if the file of cases changes.
    package func earlierStarts(of run: RunEntry) throws(SQLError) -> EarlierStarts {
        var earlier = EarlierStarts()
        let all = "run IN (SELECT id FROM runs WHERE run_key = (SELECT run_key FROM runs WHERE id = $1))"
        for row in try connection.query(
            "SELECT step_key, start, result FROM results WHERE \(all)", .integer(run.id))
        {
            earlier.records[row.text(0)] = EarlierStarts.Record(start: Int(row.count(1)), result: row.text(2))
        }
        for row in try connection.query(
            """
            SELECT step_key, attempt, state, start, environment, workflow, case_title, repetition, step, effects, method,
                path, reference, recipients, persons, sends, transfers, amount, priced, claimed, outcome,
                result, run, id
            FROM claims WHERE \(all) ORDER BY attempt
            """, .integer(run.id))
        {
            earlier.add(row, isOwn: row.int(22) == run.id)
        }
        return earlier
    }
}

extension LedgerStore {
    /// The keys of the steps whose requests may have been made, and that nobody has made anew; with `madeAnew`, of these too.
    package func claimedSteps(of run: RunEntry, madeAnew: Bool = false) throws(SQLError) -> Set<String> {
        Set(
            try connection.query(
                "SELECT step_key FROM claims WHERE run = $1 AND state <> 'not_sent'"
                    + (madeAnew ? "" : " AND is_superseded = 0"),
                .integer(run.id)
            ).map { $0.text(0) })
    }

    /// The workflows whose requests may have been made, and that nobody has made anew.
    package func claimedWorkflows(of run: RunEntry) throws(SQLError) -> Set<ClaimedWorkflow> {
        Set(
            try connection.query(
                """
                SELECT DISTINCT workflow, environment FROM claims
                WHERE run = $1 AND state <> 'not_sent' AND is_superseded = 0
                """, .integer(run.id)
            ).map { ClaimedWorkflow(file: $0.text(0), environment: $0.text(1)) })
    }

    /// What the requests of a run may have done.
    package func effects(of run: RunEntry) throws(SQLError) -> RunEffects {
        let row = try connection.query(
            "SELECT COUNT(*), CAST(SUM(sends) AS BIGINT), CAST(SUM(transfers) AS BIGINT), CAST(SUM(amount) AS BIGINT) "
                + "FROM claims WHERE run = $1 AND state <> 'not_sent'", .integer(run.id)
        ).first
        return RunEffects(
            requests: Int(row?.count(0) ?? 0), sends: Int(row?.count(1) ?? 0), transfers: Int(row?.count(2) ?? 0),
            amount: row?.count(3) ?? 0)
    }
}

/// A workflow in an environment, as `ShownClaim` has both.
package struct ClaimedWorkflow: Hashable, Sendable {
    package let file: String
    package let environment: String

    package init(file: String, environment: String) {
        self.file = file
        self.environment = environment
    }
}

/// What the requests of a run may have done, in all.
package struct RunEffects: Sendable, Equatable {
    package let requests: Int
    package let sends: Int
    package let transfers: Int
    /// In paise.
    package let amount: Int64
}

extension EarlierStarts {
    /// `isOwn` is false for a request of another part: it has its own share of the limits.
    fileprivate mutating func add(_ row: SQLRow, isOwn: Bool) {
        var request = Requests()
        request.count = Int(row.count(1))
        request.state = ClaimState(rawValue: row.text(2)) ?? .unknown
        request.start = Int(row.count(3))
        request.shown.environment = row.text(4)
        request.shown.workflow = row.text(5)
        request.shown.caseTitle = row.text(6)
        request.shown.repetition = Int(row.count(7))
        request.shown.step = row.text(8)
        request.shown.effects = row.text(9)
        request.shown.method = row.text(10)
        request.shown.path = row.text(11)
        request.shown.reference = row[12].text
        request.shown.recipients = row.text(13)
        request.sends = Int(row.count(15))
        request.amount = row.count(17)
        request.claimed = row.count(19)
        request.outcome = ClaimOutcome(stored: row.text(20))
        request.persons = row.text(14).split(separator: " ").map(String.init)
        request.claim = row.int(23)
        request.isOwn = isOwn
        requests[row.text(0)] = request
        // The result of the last request counts.
        records[row.text(0)] =
            row[21].text.map { EarlierStarts.Record(start: request.start, result: $0) } ?? records[row.text(0)]
        guard request.state != .notSent, isOwn else { return }
        totals[request.shown.environment, default: Totals()].add(
            request, persons: row.text(14), transfers: Int(row.count(16)), priced: Int(row.count(18)))
    }
}

extension SQLRow {
    /// A number that is never negative and never overflows a sum, whatever another program has written.
    func count(_ column: Int) -> Int64 { min(max(int(column), 0), 1 << 50) }
}

extension EarlierStarts.Totals {
    /// In place, so that a run with many persons is not copied for each of them.
    fileprivate mutating func add(
        _ request: EarlierStarts.Requests, persons: String, transfers: Int, priced: Int
    ) {
        sends += request.sends
        for person in persons.split(separator: " ") { sendsByPerson[String(person), default: 0] += 1 }
        self.transfers += transfers
        amount += request.amount
        self.priced += priced
    }
}
