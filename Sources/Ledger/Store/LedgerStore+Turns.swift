import SQLDatabase

/// Turns: who may text a number now.
extension LedgerStore {
    /// A wish to text persons, in one place.
    package struct TurnWish: Sendable, Equatable {
        package let server: String
        /// Hashes of the persons.
        package let persons: [String]
        package let workflow: Int

        package init(server: String, persons: [String], workflow: Int) {
            self.server = server
            self.persons = persons
            self.workflow = workflow
        }
    }

    /// Who is in the way of a wish.
    package struct TurnHolder: Sendable, Equatable {
        package let process: String
        package let host: String
        package let pid: Int
        package let run: String
    }

    /// Takes the turns for all persons of a wish, or none. Returns who is in the way. Those who came first go first.
    package func take(_ wish: TurnWish, as process: ProcessIdentity) throws(SQLError) -> TurnHolder? {
        try transaction(durable: false) { () throws(SQLError) -> TurnHolder? in
            try lock([wish])
            return try takeNow(wish, process, at: try moment())
        }
    }

    /// Who is in the way of a workflow that waits. Writes nothing.
    func holder(inTheWayOf wish: TurnWish, waiting process: ProcessIdentity) throws(SQLError) -> TurnHolder? {
        try queue(before: wish, process, at: try moment()).holder
    }

    /// In PostgreSQL, the turns of one number are taken one transaction after another. SQLite has only one transaction at a time anyway.
    func lock(_ wishes: [TurnWish]) throws(SQLError) {
        guard connection.dialect == .postgreSQL else { return }
        for key in Set(wishes.flatMap { wish in wish.persons.map { "\(wish.server) \($0)" } }).sorted() {
            try connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", .text(key))
        }
    }

    /// Whether no other process has a turn, waits for one, or could, and this process does not wait either. Within a transaction that has
    /// the locks.
    func isAlone(_ process: ProcessIdentity) throws(SQLError) -> Bool {
        try connection.query(
            """
            SELECT 1 FROM processes WHERE id <> $1 UNION ALL SELECT 1 FROM waiters
            UNION ALL SELECT 1 FROM turns WHERE process <> $1 LIMIT 1
            """, .text(process.id)
        ).isEmpty
    }

    /// Within a transaction that has the locks. With `isAlone`, nobody can be in the way.
    func takeNow(
        _ wish: TurnWish, _ process: ProcessIdentity, at moment: LedgerMoment, isAlone: Bool = false
    ) throws(SQLError) -> TurnHolder? {
        let queue = isAlone ? Queue() : try queue(before: wish, process, at: moment)
        if let holder = queue.holder {
            for person in wish.persons.sorted() {
                try connection.query(
                    "INSERT INTO waiters (server, person, process, workflow) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    .text(wish.server), .text(person), .text(process.id), SQLValue(wish.workflow))
            }
            return holder
        }
        for person in wish.persons {
            if queue.hasDead {
                try connection.query(
                    "DELETE FROM turns WHERE server = $1 AND person = $2 AND process <> $3", .text(wish.server),
                    .text(person), .text(process.id))
            }
            try connection.query(
                "INSERT INTO turns (server, person, process, workflow, since) VALUES ($1, $2, $3, $4, $5) "
                    + "ON CONFLICT DO NOTHING",
                .text(wish.server), .text(person), .text(process.id), SQLValue(wish.workflow), .integer(moment.wall))
        }
        if queue.isWaiting { try stopWaiting(wish, process) }
        return nil
    }

    func endTurns(of workflow: Int, _ process: ProcessIdentity) throws(SQLError) {
        try connection.query(
            "DELETE FROM turns WHERE process = $1 AND workflow = $2", .text(process.id), SQLValue(workflow))
    }

    /// Takes the turns that are free, without waiting for the others.
    package func takeFree(_ wish: TurnWish, as process: ProcessIdentity) throws(SQLError) -> TurnHolder? {
        var inTheWay: TurnHolder?
        for person in Set(wish.persons).sorted() {
            let part = TurnWish(server: wish.server, persons: [person], workflow: wish.workflow)
            guard let holder = try take(part, as: process) else { continue }
            inTheWay = holder
            try giveUp(part, as: process)
        }
        return inTheWay
    }

    /// Ends the waiting for a wish.
    package func giveUp(_ wish: TurnWish, as process: ProcessIdentity) throws(SQLError) {
        try transaction(durable: false) { () throws(SQLError) in try stopWaiting(wish, process) }
    }

    /// Whether all turns are still the workflow's own.
    package func holds(_ wish: TurnWish, as process: ProcessIdentity) throws(SQLError) -> Bool {
        for person in wish.persons {
            let row = try connection.query(
                "SELECT 1 FROM turns WHERE server = $1 AND person = $2 AND process = $3 AND workflow = $4",
                .text(wish.server), .text(person), .text(process.id), SQLValue(wish.workflow)
            ).first
            guard row != nil else { return false }
        }
        return true
    }

    private struct Queue {
        /// Who holds one of the turns, or came first for one.
        var holder: TurnHolder?
        /// Whether the workflow waits already.
        var isWaiting = false
        /// Whether a process that has ended has left a turn.
        var hasDead = false
    }

    private func queue(
        before wish: TurnWish, _ process: ProcessIdentity, at moment: LedgerMoment
    ) throws(SQLError) -> Queue {
        var queue = Queue()
        for person in wish.persons {
            let rows = try connection.query(
                """
                SELECT process, 0 AS ticket FROM turns WHERE server = $1 AND person = $2
                UNION ALL SELECT process, ticket FROM waiters
                WHERE server = $1 AND person = $2 AND (process <> $3 OR workflow = $4)
                ORDER BY ticket
                """,
                .text(wish.server), .text(person), .text(process.id), SQLValue(wish.workflow))
            for row in rows {
                if row.text(0) == process.id {
                    // It has the turn already, or those after its own ticket came later.
                    if row.int(1) > 0 { queue.isWaiting = true }
                    break
                } else if let holder = try turnHolder(row.text(0), at: moment, process) {
                    queue.holder = holder
                    return queue
                } else {
                    queue.hasDead = true
                }
            }
        }
        return queue
    }

    private func turnHolder(
        _ id: String, at moment: LedgerMoment, _ own: ProcessIdentity
    ) throws(SQLError) -> TurnHolder? {
        guard let process = try livingProcess(id, at: moment, seenBy: own) else { return nil }
        let run = try connection.query(
            "SELECT run_key FROM runs WHERE id = (SELECT run FROM processes WHERE id = $1)", .text(id)
        ).first
        return TurnHolder(process: id, host: process.host, pid: Int(process.pid), run: run?.text(0) ?? "")
    }

    func stopWaiting(_ wish: TurnWish, _ process: ProcessIdentity) throws(SQLError) {
        for person in wish.persons {
            try connection.query(
                "DELETE FROM waiters WHERE server = $1 AND person = $2 AND process = $3 AND workflow = $4",
                .text(wish.server), .text(person), .text(process.id), SQLValue(wish.workflow))
        }
    }
}
