import SQLDatabase

/// What is learned later of requests whose outcome was not known.
extension LedgerStore {
    /// A request whose outcome is not known.
    package struct OpenRequest: Sendable {
        package let request: LedgerRequest
        /// The folder of its run.
        package let workspace: String
        /// Whether other requests to its account had the same reference, so that the API cannot tell them apart.
        package let sharesReference: Bool
    }

    /// The requests whose outcome is not known, of one run or of all, in the order in which they were claimed. Requests of runs whose process is
    /// alive are only counted.
    package func openRequests(
        ofRun key: String?, seenBy process: ProcessIdentity
    ) throws(SQLError) -> (requests: [OpenRequest], running: Int) {
        let moment = try moment()
        let repeated = try repeatedReferences()
        let rows = try connection.query(
            """
            SELECT \(Self.requestColumns), c.account, c.run \(Self.requestTables)
            WHERE \(ClaimOutcome.isOpen) AND c.state <> 'not_sent'
            \(key == nil ? "" : "AND r.run_key = $1") ORDER BY c.id
            """, key.map { [.text($0)] } ?? [])
        var runs: [Int64: (workspace: String, isRunning: Bool)] = [:]
        var requests: [OpenRequest] = []
        var running = 0
        for row in rows {
            let (account, id) = (row.int(25), row.int(26))
            if runs[id] == nil {
                guard let run = try run(id) else { continue }
                let state = try state(of: run, at: moment, seenBy: process)
                runs[id] = (run.workspace, state == .running)
            }
            guard runs[id]?.isRunning != true else {
                running += 1
                continue
            }
            let request = LedgerRequest(row)
            let shares = request.shown.reference.map { repeated.contains(Reference(account: account, text: $0)) }
            requests.append(
                OpenRequest(
                    request: request, workspace: runs[id]?.workspace ?? "", sharesReference: shares ?? false))
        }
        return (requests, running)
    }

    private struct Reference: Hashable {
        let account: Int64
        let text: String
    }

    /// The references of more than one request that may have been made, among those that matter here.
    private func repeatedReferences() throws(SQLError) -> Set<Reference> {
        let rows = try connection.query(
            """
            SELECT account, reference FROM claims
            WHERE state <> 'not_sent' AND reference IN (
                SELECT reference FROM claims WHERE \(ClaimOutcome.isOpen) AND state <> 'not_sent')
            GROUP BY account, reference HAVING COUNT(*) > 1
            """)
        return Set(rows.map { Reference(account: $0.int(0), text: $0.text(1)) })
    }

    /// Writes whether the effect of a request happened. Its state stays: it is not made again. Returns false if its outcome has become known meanwhile, or
    /// a process works on its run again.
    package func settle(
        _ request: LedgerRequest, happened: Bool, seenBy process: ProcessIdentity
    ) throws(SQLError) -> Bool {
        try transaction(durable: true) { () throws(SQLError) -> Bool in
            let moment = try moment()
            let row = try connection.query(
                "SELECT \(Self.runColumns) FROM runs WHERE id = (SELECT run FROM claims WHERE id = $1)\(forUpdate)",
                .integer(request.id)
            ).first
            guard let row, try state(of: RunEntry(row), at: moment, seenBy: process) != .running else { return false }
            return try !connection.query(
                "UPDATE claims SET outcome = $1 WHERE id = $2 AND \(ClaimOutcome.isOpen) RETURNING id",
                .text((happened ? ClaimOutcome.happened : .didNotHappen).rawValue), .integer(request.id)
            ).isEmpty
        }
    }
}
