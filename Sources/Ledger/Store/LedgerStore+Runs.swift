import SQLDatabase

/// Runs and the processes that run them.
extension LedgerStore {
    /// Starts a run, or starts it again if it is known and no other process runs it.
    package func start(_ run: RunDescription, as process: ProcessIdentity) throws(SQLError) -> RunStart {
        try transaction(durable: true) { () throws(SQLError) -> RunStart in
            let moment = try moment()
            if let other = try otherSplit(of: run) { return .otherRun(other) }
            try connection.query(
                """
                INSERT INTO runs (
                    run_key, part, fingerprint, command, workspace, host, is_keyed, started, files, starts, process)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '') ON CONFLICT (run_key, part) DO NOTHING
                """,
                .text(run.key), .text(run.part), .text(run.fingerprint), .text(run.command), .text(run.workspace),
                .text(process.host), run.isKeyed ? 1 : 0, .integer(moment.wall), .text(run.files))
            let rows = try connection.query(
                "SELECT \(Self.runColumns) FROM runs WHERE run_key = $1 AND part = $2\(forUpdate)", .text(run.key),
                .text(run.part))
            guard let entry = rows.first.map(RunEntry.init) else { throw SQLError(.other, "an entry disappeared") }
            guard entry.fingerprint == run.fingerprint else { return .otherRun(entry) }
            if entry.starts > 0, entry.process != process.id,
                let holder = try livingProcess(entry.process, at: moment, seenBy: process)
            {
                return .underWay(entry, holder)
            }
            // Without a key, another process has continued the run to its end meanwhile.
            if entry.endState == .finished, !entry.isKeyed { return .finished(entry) }
            try connection.query("DELETE FROM turns WHERE process = $1", .text(entry.process))
            try connection.query("DELETE FROM waiters WHERE process = $1", .text(entry.process))
            try register(process, run: entry.id, at: moment)
            let starts = entry.process == process.id ? entry.starts : entry.starts + 1
            // It is not over before this start is: files may have changed, so that there is more to make.
            try connection.query(
                "UPDATE runs SET process = $1, starts = $2, ended = NULL, end_state = NULL WHERE id = $3",
                .text(process.id), SQLValue(starts), .integer(entry.id))
            guard var started = try self.run(entry.id) else { throw SQLError(.conflict, "an entry disappeared") }
            started.hadFinished = entry.endState == .finished
            return .started(started)
        }
    }

    /// A run with the same key that was split into another number of parts.
    private func otherSplit(of run: RunDescription) throws(SQLError) -> RunEntry? {
        let count = run.part.split(separator: "/").last
        return try connection.query(
            "SELECT \(Self.runColumns) FROM runs WHERE run_key = $1 AND part <> $2", .text(run.key), .text(run.part)
        ).map(RunEntry.init).first { $0.part.split(separator: "/").last != count }
    }

    /// Ends a run. Removes what only a resumed run would need, unless its key may be given again.
    package func end(_ run: RunEntry, _ state: RunEntry.EndState, process: ProcessIdentity) throws(SQLError) {
        try transaction(durable: true) { () throws(SQLError) in
            let moment = try moment()
            try connection.query(
                "UPDATE runs SET ended = $1, end_state = $2 WHERE id = $3 AND process = $4", .integer(moment.wall),
                .text(state.rawValue), .integer(run.id), .text(process.id))
            if state == .finished, !run.isKeyed {
                try connection.query(
                    "DELETE FROM results WHERE run = $1 AND EXISTS (SELECT 1 FROM runs WHERE id = $1 AND process = $2)",
                    .integer(run.id), .text(process.id))
            }
            try remove(process)
        }
    }

    /// Leaves steps of an unfinished run alone, because somebody makes them anew: those with these keys, and all of the given workflows.
    /// A run of which nothing else was made is abandoned.
    package func abandon(
        _ run: RunEntry, steps: Set<String>, workflows: Set<ClaimedWorkflow> = []
    ) throws(SQLError) {
        try transaction(durable: true) { () throws(SQLError) in
            for step in try claimedSteps(of: run).intersection(steps) {
                try connection.query(
                    "UPDATE claims SET is_superseded = 1 WHERE run = $1 AND step_key = $2", .integer(run.id),
                    .text(step))
            }
            for workflow in workflows {
                try connection.query(
                    "UPDATE claims SET is_superseded = 1 WHERE run = $1 AND workflow = $2 AND environment = $3",
                    .integer(run.id), .text(workflow.file), .text(workflow.environment))
            }
            guard try claimedSteps(of: run).isEmpty else { return }
            try connection.query(
                "UPDATE runs SET ended = $1, end_state = 'abandoned' WHERE id = $2 AND process = $3",
                .integer(try moment().wall), .integer(run.id), .text(run.process))
        }
    }

    /// The last run of a workspace with this fingerprint.
    package func lastRun(
        fingerprint: String, workspace: String, host: String
    ) throws(SQLError) -> RunEntry? {
        try connection.query(
            "SELECT \(Self.runColumns) FROM runs WHERE workspace = $1 AND host = $2 AND fingerprint = $3 ORDER BY id DESC LIMIT 1",
            .text(workspace), .text(host), .text(fingerprint)
        ).first.map(RunEntry.init)
    }

    /// The runs of a workspace that ended early or were cut off, the latest first. Runs whose process is alive are left out.
    package func unfinishedRuns(
        workspace: String, host: String, seenBy process: ProcessIdentity
    ) throws(SQLError) -> [RunEntry] {
        let moment = try moment()
        let runs = try connection.query(
            "SELECT \(Self.runColumns) FROM runs WHERE workspace = $1 AND host = $2 AND (ended IS NULL OR end_state = 'interrupted') ORDER BY id DESC",
            .text(workspace), .text(host)
        ).map(RunEntry.init)
        var unfinished: [RunEntry] = []
        for run in runs {
            if run.ended == nil, try livingProcess(run.process, at: moment, seenBy: process) != nil { continue }
            unfinished.append(run)
        }
        return unfinished
    }

    /// The runs of a workspace whose process is in another container or on another machine, and may be alive.
    package func uncertainRuns(
        workspace: String, host: String, seenBy process: ProcessIdentity
    ) throws(SQLError) -> [RunEntry] {
        let moment = try moment()
        let runs = try connection.query(
            "SELECT \(Self.runColumns) FROM runs WHERE workspace = $1 AND host = $2 AND ended IS NULL ORDER BY id DESC",
            .text(workspace), .text(host)
        ).map(RunEntry.init)
        var uncertain: [RunEntry] = []
        for run in runs {
            guard let other = try livingProcess(run.process, at: moment, seenBy: process),
                process.condition(of: other) == .unknown
            else { continue }
            uncertain.append(run)
        }
        return uncertain
    }

    /// When the leases of the processes of runs end, by their processes. A lease that is over has none.
    package func leases(of runs: [RunEntry], seenBy process: ProcessIdentity) throws(SQLError) -> [String: Int64] {
        let moment = try moment()
        var leases: [String: Int64] = [:]
        for run in runs where try livingProcess(run.process, at: moment, seenBy: process) != nil {
            leases[run.process] = try connection.query(
                "SELECT expires FROM processes WHERE id = $1", .text(run.process)
            ).first?.int(0)
        }
        return leases
    }

    /// Shows that a process is alive: its run and its turns stay its own for the time of a lease. Returns false if it is not known any more.
    package func renew(_ process: ProcessIdentity) throws(SQLError) -> Bool {
        try transaction(durable: false) { () throws(SQLError) -> Bool in
            let moment = try moment()
            return try !connection.query(
                "UPDATE processes SET expires = $1 WHERE id = $2 RETURNING id",
                .integer(moment.lease + leaseMilliseconds), .text(process.id)
            ).isEmpty
        }
    }

    var leaseMilliseconds: Int64 {
        Int64(lease.components.seconds) * 1_000 + lease.components.attoseconds / 1_000_000_000_000_000
    }

    private func register(_ process: ProcessIdentity, run: Int64, at moment: LedgerMoment) throws(SQLError) {
        try connection.query(
            """
            INSERT INTO processes (id, host, boot, pid_space, pid, pid_started, run, started, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO UPDATE SET run = excluded.run, expires = excluded.expires
            """,
            .text(process.id), .text(process.host), .text(process.boot), .text(process.pidSpace),
            .integer(process.pid), .integer(process.pidStarted), .integer(run), .integer(moment.wall),
            .integer(moment.lease + leaseMilliseconds))
    }

    /// Removes a process with all its turns.
    private func remove(_ process: ProcessIdentity) throws(SQLError) {
        for table in ["turns", "waiters"] {
            try connection.query("DELETE FROM \(table) WHERE process = $1", .text(process.id))
        }
        try connection.query("DELETE FROM processes WHERE id = $1", .text(process.id))
    }

    /// Nil if the process has ended, or has given no sign of life for the time of a lease.
    func livingProcess(
        _ id: String, at moment: LedgerMoment, seenBy own: ProcessIdentity
    ) throws(SQLError) -> ProcessIdentity? {
        guard
            let row = try connection.query(
                "SELECT id, host, boot, pid_space, pid, pid_started, expires FROM processes WHERE id = $1", .text(id)
            ).first
        else { return nil }
        let process = ProcessIdentity(
            id: row.text(0), host: row.text(1), boot: row.text(2), pidSpace: row.text(3), pid: row.int(4),
            pidStarted: row.int(5))
        let isInTime = row.int(6) > moment.lease
        switch (connection.dialect, own.condition(of: process)) {
        case (_, .gone): return nil
        // Who waits for the file's lock cannot renew its lease.
        case (.sqlite, .runs): return process
        // The clock of a file's leases starts anew with the machine.
        case (.sqlite, .unknown) where process.boot != own.boot: return nil
        case (.sqlite, .stopped), (.sqlite, .unknown), (.postgreSQL, _): return isInTime ? process : nil
        }
    }

    /// The files of a run's workflows at its first start, as `RunDescription.files` has them.
    package func files(of run: RunEntry) throws(SQLError) -> String {
        try connection.query("SELECT files FROM runs WHERE id = $1", .integer(run.id)).first?.text(0) ?? ""
    }

    /// Nil if the ledger has no such run.
    package func run(_ id: Int64) throws(SQLError) -> RunEntry? {
        try connection.query("SELECT \(Self.runColumns) FROM runs WHERE id = $1", .integer(id)).first.map(
            RunEntry.init)
    }

    static let runColumns =
        "id, run_key, part, fingerprint, command, workspace, host, is_keyed, started, starts, process, ended, end_state"
}

extension RunEntry {
    init(_ row: SQLRow) {
        id = row.int(0)
        key = row.text(1)
        part = row.text(2)
        fingerprint = row.text(3)
        command = row.text(4)
        workspace = row.text(5)
        host = row.text(6)
        isKeyed = row.int(7) != 0
        started = row.count(8)
        starts = Int(row.count(9))
        process = row.text(10)
        ended = row[11].integer
        endState = row[12].text.flatMap(EndState.init)
    }
}
