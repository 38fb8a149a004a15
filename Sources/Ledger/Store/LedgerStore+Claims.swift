import SQLDatabase
import Times

/// A request that the ledger allowed.
package struct GrantedClaim: Sendable, Equatable {
    package let id: Int64
    /// Just before the transaction that granted it; nil if that is not known.
    package var time: ContinuousClock.Instant?

    package init(id: Int64) {
        self.id = id
    }

    package static func == (first: GrantedClaim, second: GrantedClaim) -> Bool { first.id == second.id }
}

/// What came of a claimed request.
package struct ClaimEnd: Sendable {
    package let claim: GrantedClaim
    package let state: ClaimState
    package let outcome: ClaimOutcome
    /// The result of its step, if it is known already.
    var result: String?

    package init(_ claim: GrantedClaim, _ state: ClaimState, outcome: ClaimOutcome) {
        self.claim = claim
        self.state = state
        self.outcome = outcome
    }
}

/// The result of a step, for later starts of its run.
package struct StepRecord: Sendable {
    package let stepKey: String
    /// JSON without secrets and numbers.
    package let result: String
    /// The last request of the step; nil if it only reads.
    package let claim: GrantedClaim?

    package init(stepKey: String, result: String, claim: GrantedClaim? = nil) {
        self.stepKey = stepKey
        self.result = result
        self.claim = claim
    }
}

/// What concurrent steps want of the ledger, to be done in one transaction.
package struct LedgerBatch: Sendable {
    package var claims: [Claim] = []
    package var ends: [ClaimEnd] = []
    package var records: [StepRecord] = []
    /// The workflows whose turns end.
    package var releases: [Int] = []
    package var turns: [LedgerStore.TurnWish] = []
    /// Turns that nobody waits for any more.
    package var givenUp: [LedgerStore.TurnWish] = []

    package init() {}

    package var isEmpty: Bool {
        claims.isEmpty && ends.isEmpty && records.isEmpty && releases.isEmpty && turns.isEmpty && givenUp.isEmpty
    }

    /// Adds the result of a step. If what came of its request is about to be written, both are written at once.
    mutating func add(_ record: StepRecord) {
        if let claim = record.claim, let index = ends.lastIndex(where: { $0.claim == claim }) {
            ends[index].result = record.result
        } else {
            records.append(record)
        }
    }
}

/// What came of a batch.
package struct LedgerAnswers: Sendable {
    /// For each claim.
    package var claims: [Result<GrantedClaim, ClaimRefusal>] = []
    /// For each turn: who is in the way; nil if it was taken.
    package var turns: [LedgerStore.TurnHolder?] = []
}

extension LedgerStore {
    /// How far the clock may be behind the latest entry, in milliseconds: clocks are set now and then.
    static let clockTolerance: Int64 = 5 * 60_000
    /// How old the latest entry may be in the ledger's own mark, in milliseconds.
    private static let clockStep: Int64 = 1_000

    /// Does all of a batch, or nothing. Returns what came of each claim and turn; claims that are granted are on disk.
    ///
    /// The same batch may be given again after a connection was lost: claims of the same process are recognised.
    package func perform(
        _ batch: LedgerBatch, of run: RunEntry, as process: ProcessIdentity
    ) throws(SQLError) -> LedgerAnswers {
        if !batch.claims.isEmpty { try connection.requireInPlace() }
        return try transaction(durable: !batch.claims.isEmpty) { () throws(SQLError) in
            var answers = LedgerAnswers()
            // Locks of turns come first, in every transaction, so that no two wait for each other.
            try lock(batch.turns + batch.claims.compactMap(\.takes))
            let moment = try moment()
            for workflow in batch.releases { try endTurns(of: workflow, process) }
            for wish in batch.givenUp { try stopWaiting(wish, process) }
            for wish in batch.turns { answers.turns.append(try takeNow(wish, process, at: moment)) }
            var tally = BudgetTally(connection)
            for end in batch.ends { try write(end, at: moment, &tally) }
            for record in batch.records { try write(record, of: run) }
            answers.claims = try claim(batch.claims, of: run, process, at: moment, &tally)
            try tally.write()
            return answers
        }
    }

    private func claim(
        _ claims: [Claim], of run: RunEntry, _ process: ProcessIdentity, at moment: LedgerMoment,
        _ tally: inout BudgetTally
    ) throws(SQLError) -> [Result<GrantedClaim, ClaimRefusal>] {
        guard !claims.isEmpty else { return [] }
        let latest = try clockMark()
        if let refusal = try refusalOfAll(run, process, at: moment, after: latest) {
            return claims.map { _ in .failure(refusal) }
        }
        let takesTurns = claims.contains { $0.takes != nil }
        let isAlone = takesTurns ? try isAlone(process) : false
        let accounts = try accounts(of: claims)
        var results: [Result<GrantedClaim, ClaimRefusal>] = []
        for claim in claims {
            results.append(
                try insert(
                    claim, accounts[claim.account] ?? 0, of: run, process, isAlone: isAlone, at: moment, &tally))
        }
        // Not at each claim: all accounts share this row.
        if moment.wall >= latest + Self.clockStep { try setClock(moment) }
        return results
    }

    /// Why nothing of this process is allowed.
    private func refusalOfAll(
        _ run: RunEntry, _ process: ProcessIdentity, at moment: LedgerMoment, after latest: Int64
    ) throws(SQLError) -> ClaimRefusal? {
        let holder = try connection.query(
            "SELECT process, host FROM runs WHERE id = $1\(forUpdate)", .integer(run.id)
        ).first
        guard let holder, holder.text(0) == process.id else {
            let host = try connection.query(
                "SELECT host FROM processes WHERE id = $1", .text(holder?.text(0) ?? "")
            ).first
            return .takenOver(host: host?.text(0) ?? "")
        }
        guard moment.wall >= latest - Self.clockTolerance else {
            return .clockBehind(milliseconds: latest - moment.wall)
        }
        return nil
    }

    /// The numbers of accounts. Their rows are locked, in order, so that budgets are counted one transaction after another.
    private func accounts(of claims: [Claim]) throws(SQLError) -> [String: Int64] {
        var accounts: [String: Int64] = [:]
        for address in Set(claims.map(\.account)).sorted() {
            let find = "SELECT id FROM accounts WHERE address = $1\(forUpdate)"
            var row = try connection.query(find, .text(address)).first
            if row == nil {
                try connection.query(
                    "INSERT INTO accounts (address) VALUES ($1) ON CONFLICT (address) DO NOTHING", .text(address))
                row = try connection.query(find, .text(address)).first
            }
            accounts[address] = row?.int(0)
        }
        return accounts
    }

    private func insert(
        _ claim: Claim, _ account: Int64, of run: RunEntry, _ process: ProcessIdentity, isAlone: Bool,
        at moment: LedgerMoment, _ tally: inout BudgetTally
    ) throws(SQLError) -> Result<GrantedClaim, ClaimRefusal> {
        if let wish = claim.takes, let holder = try takeNow(wish, process, at: moment, isAlone: isAlone) {
            return .failure(.mustWait(holder))
        }
        let persons = ([claim.takes].compactMap(\.self) + claim.turns).flatMap(\.persons)
        if let earlier = claim.earlierText, try isTexted(persons, since: earlier, besides: run) {
            return .failure(.turnLost)
        }
        for wish in claim.turns where try !holds(wish, as: process) { return .failure(.turnLost) }
        if run.starts > 1, !run.isKeyed, try isMadeMeanwhile(claim, of: run) {
            return try known(claim, of: run, process) ?? .failure(.madeMeanwhile)
        }
        let day = claim.budgets.zone.day(of: Timestamp(milliseconds: moment.wall))
        if let exceeded = try tally.add(claim, account: account, day: day) {
            return try known(claim, of: run, process) ?? .failure(.budget(exceeded))
        }
        let shown = claim.shown
        let id = try connection.insert(
            """
            INSERT INTO claims (
                run, step_key, attempt, start, process, state, outcome, account, environment, workflow, case_title,
                repetition, step, effects, method, path, reference, recipients, persons, sends, transfers, amount, priced,
                day, claimed)
            VALUES ($1, $2, $3, $4, $5, 'claimed', 'unknown', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18, $19, $20, $21, $22, $23)
            ON CONFLICT (run, step_key, attempt) DO NOTHING
            """,
            [
                .integer(run.id), .text(claim.stepKey), SQLValue(claim.attempt), SQLValue(run.starts),
                .text(process.id),
                .integer(account), .text(shown.environment), .text(shown.workflow), .text(shown.caseTitle),
                SQLValue(shown.repetition), .text(shown.step), .text(shown.effects), .text(shown.method),
                .text(shown.path), SQLValue(shown.reference), .text(shown.recipients),
                .text(claim.persons.joined(separator: " ")), SQLValue(claim.sends), claim.movesMoney ? 1 : 0,
                .integer(claim.amount), claim.isPriced ? 1 : 0, .text(day), .integer(moment.wall),
            ])
        if let id { return .success(GrantedClaim(id: id)) }
        tally.remove(claim, account: account, day: day)
        guard let known = try known(claim, of: run, process) else { throw SQLError(.conflict, "an entry disappeared") }
        return known
    }

    /// Whether another run may have texted one of the persons after a claim.
    private func isTexted(_ persons: [String], since claim: Int64, besides run: RunEntry) throws(SQLError) -> Bool {
        for person in persons {
            let row = try connection.query(
                "SELECT 1 FROM claims WHERE id > $1 AND run <> $2 AND state <> 'not_sent' AND persons LIKE $3 LIMIT 1",
                .integer(claim), .integer(run.id), .text("%\(person)%")
            ).first
            if row != nil { return true }
        }
        return false
    }

    /// Whether another run of the workspace has made the same request for the same persons since this run was first started. A key says that its run
    /// makes its requests whatever others do.
    private func isMadeMeanwhile(_ claim: Claim, of run: RunEntry) throws(SQLError) -> Bool {
        try connection.query(
            """
            SELECT 1 FROM runs r JOIN claims c ON c.run = r.id AND c.step_key = $1
            WHERE r.workspace = $2 AND r.host = $3 AND r.id <> $4 AND (r.ended IS NULL OR r.ended >= $5)
                AND c.claimed >= $5 AND c.state <> 'not_sent' AND c.is_superseded = 0 AND c.persons = $6 AND c.amount = $7
            LIMIT 1
            """, .text(claim.stepKey), .text(run.workspace), .text(run.host), .integer(run.id),
            .integer(run.started), .text(claim.persons.joined(separator: " ")), .integer(claim.amount)
        ).first != nil
    }

    /// What the ledger has of a request already; nil for nothing.
    private func known(
        _ claim: Claim, of run: RunEntry, _ process: ProcessIdentity
    ) throws(SQLError) -> Result<GrantedClaim, ClaimRefusal>? {
        let row = try connection.query(
            "SELECT id, process, state FROM claims WHERE run = $1 AND step_key = $2 AND attempt = $3",
            .integer(run.id), .text(claim.stepKey), SQLValue(claim.attempt)
        ).first
        guard let row else { return nil }
        let state = ClaimState(rawValue: row.text(2)) ?? .unknown
        // The answer to the commit of this very claim was lost.
        if row.text(1) == process.id, state == .claimed { return .success(GrantedClaim(id: row.int(0))) }
        return .failure(.alreadyClaimed(state))
    }

    private func write(_ record: StepRecord, of run: RunEntry) throws(SQLError) {
        if let claim = record.claim {
            try connection.query(
                "UPDATE claims SET result = $1 WHERE id = $2", .text(record.result), .integer(claim.id))
            return
        }
        try connection.query(
            """
            INSERT INTO results (run, step_key, start, result) VALUES ($1, $2, $3, $4)
            ON CONFLICT (run, step_key) DO UPDATE SET start = excluded.start, result = excluded.result
            WHERE results.start <= excluded.start
            """,
            .integer(run.id), .text(record.stepKey), SQLValue(run.starts), .text(record.result))
    }

    private func write(_ end: ClaimEnd, at moment: LedgerMoment, _ tally: inout BudgetTally) throws(SQLError) {
        let update =
            "UPDATE claims SET state = $1, outcome = $2, finished = $3, result = $4 WHERE id = $5 AND state = 'claimed'"
        let isGivenBack = end.state == .notSent
        let row = try connection.query(
            isGivenBack ? update + " RETURNING sends, amount, persons, account, day" : update,
            .text(end.state.rawValue), .text(end.outcome.rawValue), .integer(moment.wall), SQLValue(end.result),
            .integer(end.claim.id)
        ).first
        guard isGivenBack, let row else { return }
        tally.remove(
            sends: row.int(0), amount: row.int(1), persons: row.text(2).split(separator: " ").map(String.init),
            account: row.int(3), day: row.text(4))
    }

    /// The time of the latest entry.
    func clockMark() throws(SQLError) -> Int64 {
        try connection.query("SELECT value FROM ledger WHERE key = 'clock'").first.flatMap { Int64($0.text(0)) } ?? 0
    }

    /// Never goes back: a clock that is set back again and again by less than the tolerance is noticed too.
    func setClock(_ moment: LedgerMoment) throws(SQLError) {
        try connection.query(
            """
            INSERT INTO ledger (key, value) VALUES ('clock', $1)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            WHERE CAST(ledger.value AS BIGINT) < CAST(excluded.value AS BIGINT)
            """,
            .text(String(moment.wall)))
    }
}
