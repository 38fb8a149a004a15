import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowModel

/// Decides whether a run is a new one or continues an earlier one, over all its ledgers.
struct LedgerDecision {
    /// The key of a run, and the runs that it replaces.
    struct Decision {
        let key: String
        var isKeyed = false
        /// Unfinished runs whose steps are made anew, by their ledgers.
        var replaced: [LedgerLocation: Replaced] = [:]
    }

    struct Replaced {
        let runs: [RunEntry]
        /// The keys of the steps of the new run.
        let steps: Set<String>
    }

    private let start: LedgerStart
    private let process: ProcessIdentity
    private let ledgers: [LedgerOfRun]

    init(_ start: LedgerStart, _ process: ProcessIdentity, _ ledgers: [LedgerOfRun]) {
        self.start = start
        self.process = process
        self.ledgers = ledgers
    }

    func made() async throws(CommandError) -> Decision {
        switch start.choice {
        case .key(let key): return Decision(key: key, isKeyed: true)
        case .resume: return try toResume()
        case .again: return Decision(key: start.plan.id, replaced: try await runsInTheWay())
        case .undecided:
            let runs = try await runsInTheWay()
            guard let ledger = ledgers.first(where: { runs[$0.opener.location] != nil }),
                let run = runs[ledger.opener.location]?.runs.first
            else { return Decision(key: start.plan.id) }
            switch try answer(about: run, in: ledger) {
            case .resume: return Decision(key: run.key, isKeyed: run.isKeyed)
            case .again: return Decision(key: start.plan.id, replaced: runs)
            case .undecided, .key:
                throw CommandError(.refused, [.unfinishedRun(run, effects: try effects(of: run, in: ledger))])
            }
        }
    }

    /// Asks at a terminal what to do about an unfinished run.
    private func answer(about run: RunEntry, in ledger: LedgerOfRun) throws(CommandError) -> RestartChoice {
        guard let ask = start.shell.ask else { return .undecided }
        let question = """
            \(LedgerStart.text(of: run)) is unfinished: \(try effects(of: run, in: ledger)).
            Continue it (c), start anew and perhaps text people again (a), or do nothing (Enter)? 
            """
        switch ask(question)?.lowercased().filter({ !$0.isWhitespace }) {
        case "c"? where run.fingerprint == start.fingerprint(in: ledger.store): return .resume
        case "c"?: throw CommandError(.refused, [.otherArguments(run)])
        case "a"?: return .again
        default: return .undecided
        }
    }

    private func toResume() throws(CommandError) -> Decision {
        var other: RunEntry?
        for ledger in ledgers {
            let unfinished = try unfinishedRuns(in: ledger)
            let fingerprint = start.fingerprint(in: ledger.store)
            if let run = unfinished.first(where: { $0.fingerprint == fingerprint }) {
                return Decision(key: run.key, isKeyed: run.isKeyed)
            }
            other = other ?? unfinished.first
        }
        for ledger in ledgers {
            let fingerprint = start.fingerprint(in: ledger.store)
            let last = try ledger.perform { store throws(SQLError) in
                try store.lastRun(fingerprint: fingerprint, workspace: start.root.path, host: process.host)
            }
            if let last, last.endState == .finished {
                throw CommandError(.invalidInput, [.nothingToResume(last)], isReported: false)
            }
            if let last, last.isUnfinished { throw CommandError(.refused, [.stillRunning(last)]) }
        }
        if let other { throw CommandError(.invalidInput, [.otherArguments(other)]) }
        throw CommandError(.invalidInput, [.noUnfinishedRun], isReported: false)
    }

    private func unfinishedRuns(in ledger: LedgerOfRun) throws(CommandError) -> [RunEntry] {
        try ledger.perform { store throws(SQLError) in
            try store.unfinishedRuns(workspace: start.root.path, host: process.host, seenBy: process)
        }
    }

    /// The unfinished runs that made requests which this run would make again, by their ledgers. A sandbox texts nobody.
    private func runsInTheWay() async throws(CommandError) -> [LedgerLocation: Replaced] {
        var runs: [LedgerLocation: Replaced] = [:]
        guard !start.plan.environments.allSatisfy(\.isSandbox) else { return runs }
        for ledger in ledgers {
            let own = try await runsInTheWay(in: ledger)
            if !own.runs.isEmpty { runs[ledger.opener.location] = own }
        }
        return runs
    }

    private func runsInTheWay(in ledger: LedgerOfRun) async throws(CommandError) -> Replaced {
        var keys: Set<String>?
        func isInTheWay(_ run: RunEntry) throws(CommandError) -> Bool {
            let known = keys ?? stepKeys(in: ledger.store)
            keys = known
            let claimed = try ledger.perform { store throws(SQLError) in try store.claimedSteps(of: run) }
            if claimed.contains(where: known.contains) { return true }
            return try hasChangedWorkflows(run, in: ledger)
        }
        // A container can have died without a word, and another one with its name and folder be this one.
        let uncertain = try ledger.perform { store throws(SQLError) in
            try store.uncertainRuns(workspace: start.root.path, host: process.host, seenBy: process)
        }.filterThrowing(isInTheWay)
        try await waitForSignOfLife(of: uncertain, in: ledger)
        let runs = try unfinishedRuns(in: ledger).filterThrowing(isInTheWay)
        return Replaced(runs: runs, steps: keys ?? [])
    }

    /// Whether a run made requests of a workflow that has changed since: its steps may be there under other names, and be made again.
    private func hasChangedWorkflows(_ run: RunEntry, in ledger: LedgerOfRun) throws(CommandError) -> Bool {
        let before = try ledger.perform { store throws(SQLError) in try store.files(of: run) }
        let claimed = try ledger.perform { store throws(SQLError) in try store.claimedWorkflows(of: run) }
        guard let changed = start.changes(since: before, in: ledger.store) else { return false }
        return start.plan.workflows.firsts.contains { planned in
            let own = ClaimedWorkflow(
                file: LedgerEntries.stored(planned.workflow.file.path),
                environment: LedgerEntries.stored(planned.environment.name))
            return !planned.environment.isSandbox && claimed.contains(own)
                && planned.workflow.allFiles.contains { changed.contains($0.path) }
        }
    }

    /// Waits until each of the runs has shown that it is alive, or its lease is over.
    private func waitForSignOfLife(
        of runs: [RunEntry], in ledger: LedgerOfRun
    ) async throws(CommandError) {
        guard !runs.isEmpty else { return }
        func expiries() throws(CommandError) -> [String: Int64] {
            try ledger.perform { store throws(SQLError) in
                try store.leases(of: runs, seenBy: process)
            }
        }
        start.shell.show([.waitsForSignOfLife(runs[0])])
        let first = try expiries()
        while try expiries().contains(where: { first[$0.key] == $0.value }) {
            try? await ContinuousClock().sleep(for: .milliseconds(500))
        }
    }

    /// Recognises the steps of the plan that can text or move money for real.
    private func stepKeys(in store: LedgerStore) -> Set<String> {
        var keys: Set<String> = []
        for workflow in start.plan.workflows where !workflow.environment.isSandbox {
            for leaf in workflow.sequence.leaves {
                keys.insert(StepKey(workflow, step: leaf.name).hashed(by: store.hash))
            }
        }
        return keys
    }

    /// For people: `2 SMS sent or on their way`.
    private func effects(of run: RunEntry, in ledger: LedgerOfRun) throws(CommandError) -> String {
        try ledger.perform { store throws(SQLError) in try store.effects(of: run) }.text
    }
}

extension Array {
    fileprivate func filterThrowing<Failure: Error>(
        _ isIncluded: (Element) throws(Failure) -> Bool
    ) throws(Failure) -> [Element] {
        var kept: [Element] = []
        for element in self where try isIncluded(element) { kept.append(element) }
        return kept
    }
}

extension RunEffects {
    /// For people: what was sent and moved, or may have been.
    var text: String {
        var parts: [String] = []
        if sends > 0 { parts.append("it sent \(sends) SMS, or may have") }
        if transfers > 0 {
            parts.append("it moved \(Rupees(paise: Int(amount)).text) in \(plural(transfers, "transfer")), or may have")
        }
        return parts.isEmpty
            ? "it made \(plural(requests, "request")) that can change something" : parts.joined(separator: "; ")
    }
}
