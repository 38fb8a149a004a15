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
        let runs: [RunInTheWay]
        /// The keys of the steps of the new run.
        let steps: Set<String>
    }

    /// An unfinished run that made requests which another run would make again.
    struct RunInTheWay {
        let run: RunEntry
        /// The workflows that have changed since it made requests of them: who makes all of their steps anew, makes whatever it made.
        let changed: Set<ClaimedWorkflow>
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
        case .resume:
            return try await resumed()
        case .again: return Decision(key: start.plan.id, replaced: try await runsInTheWay())
        case .undecided:
            let runs = try await runsInTheWay()
            guard let ledger = ledgers.first(where: { runs[$0.opener.location] != nil }),
                let run = runs[ledger.opener.location]?.runs.first?.run
            else { return Decision(key: start.plan.id) }
            switch try answer(about: run, in: ledger) {
            case .resume: return try await resumed()
            case .again: return Decision(key: start.plan.id, replaced: runs)
            case .undecided, .key:
                throw CommandError(.refused, [.unfinishedRun(run, effects: try effects(of: run, in: ledger))])
            }
        }
    }

    private func resumed() async throws(CommandError) -> Decision {
        let run = try toResume()
        // A later run can have made what this one did not.
        let others = try await runsInTheWay(besides: run.key)
        for ledger in ledgers {
            guard let other = others[ledger.opener.location]?.runs.first?.run else { continue }
            throw CommandError(.refused, [.otherUnfinishedRun(other, effects: try effects(of: other, in: ledger))])
        }
        return Decision(key: run.key, isKeyed: run.isKeyed)
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

    /// The last run with these arguments, if it is unfinished. An older one is not continued: a later run has made its steps since.
    private func toResume() throws(CommandError) -> RunEntry {
        var known: [(run: RunEntry, isLeft: Bool)] = []
        var other: RunEntry?
        for ledger in ledgers {
            let fingerprint = start.fingerprint(in: ledger.store)
            let last = try ledger.perform { store throws(SQLError) in
                try store.lastRun(fingerprint: fingerprint, workspace: start.root.path, host: process.host)
            }
            let unfinished = try unfinishedRuns(in: ledger)
            if let last { known.append((last, unfinished.contains { $0.id == last.id })) }
            other = other ?? unfinished.first { $0.fingerprint != fingerprint }
        }
        let latest = known.map(\.run).max { $0.started < $1.started }
        let last = known.filter { $0.run.key == latest?.key }
        if let running = last.first(where: { $0.run.isUnfinished && !$0.isLeft })?.run {
            throw CommandError(.refused, [.stillRunning(running)])
        }
        if let unfinished = last.first(where: \.isLeft)?.run { return unfinished }
        if let latest, latest.endState == .finished {
            throw CommandError(.invalidInput, [.nothingToResume(latest)], isReported: false)
        }
        if let other { throw CommandError(.invalidInput, [.otherArguments(other)]) }
        throw CommandError(.invalidInput, [.noUnfinishedRun], isReported: false)
    }

    private func unfinishedRuns(in ledger: LedgerOfRun) throws(CommandError) -> [RunEntry] {
        try ledger.perform { store throws(SQLError) in
            try store.unfinishedRuns(workspace: start.root.path, host: process.host, seenBy: process)
        }
    }

    /// The unfinished runs that made requests which this run would make again, by their ledgers. `key` is of the run that this one
    /// continues. A sandbox texts nobody.
    private func runsInTheWay(
        besides key: String? = nil
    ) async throws(CommandError) -> [LedgerLocation: Replaced] {
        var runs: [LedgerLocation: Replaced] = [:]
        guard !start.plan.environments.allSatisfy(\.isSandbox) else { return runs }
        for ledger in ledgers {
            let own = try await runsInTheWay(in: ledger, besides: key)
            if !own.runs.isEmpty { runs[ledger.opener.location] = own }
        }
        return runs
    }

    private func runsInTheWay(in ledger: LedgerOfRun, besides key: String?) async throws(CommandError) -> Replaced {
        var known: Set<String>?
        func steps() throws(CommandError) -> Set<String> {
            if let known { return known }
            var steps = stepKeys(in: ledger.store)
            // What the run has made itself, it does not make again, also if somebody else has made it anew.
            if let own = try unfinishedRuns(in: ledger).first(where: { $0.key == key }) {
                steps.subtract(
                    try ledger.perform { store throws(SQLError) in try store.claimedSteps(of: own, madeAnew: true) })
            }
            known = steps
            return steps
        }
        func inTheWay(_ run: RunEntry) throws(CommandError) -> RunInTheWay? {
            guard run.key != key else { return nil }
            let claimed = try ledger.perform { store throws(SQLError) in try store.claimedSteps(of: run) }
            guard !claimed.isEmpty else { return nil }
            let steps = try steps()
            let changed = try changedWorkflows(run, in: ledger)
            let isInTheWay = !claimed.isDisjoint(with: steps) || !changed.isEmpty && !steps.isEmpty
            return isInTheWay ? RunInTheWay(run: run, changed: changed) : nil
        }
        // A container can have died without a word, and another one with its name and folder be this one.
        let uncertain = try ledger.perform { store throws(SQLError) in
            try store.uncertainRuns(workspace: start.root.path, host: process.host, seenBy: process)
        }.compactMapThrowing(inTheWay)
        try await waitForSignOfLife(of: uncertain.map(\.run), in: ledger)
        let runs = try unfinishedRuns(in: ledger).compactMapThrowing(inTheWay)
        return Replaced(runs: runs, steps: known ?? [])
    }

    /// The workflows of which a run made requests, and that have changed since, or are gone while this run has new ones: its steps may be
    /// there under other names, and be made again.
    private func changedWorkflows(
        _ run: RunEntry, in ledger: LedgerOfRun
    ) throws(CommandError) -> Set<ClaimedWorkflow> {
        let before = try ledger.perform { store throws(SQLError) in try store.files(of: run) }
        guard let changed = start.changes(since: before, in: ledger.store) else { return [] }
        let own = start.plan.workflows.firsts.filter { planned in
            !planned.environment.isSandbox && planned.workflow.allFiles.contains { changed.contains($0.path) }
        }
        let claimed = try ledger.perform { store throws(SQLError) in try store.claimedWorkflows(of: run) }
        let files = start.knownFiles(before)
        let environmentsOfNew = Set(
            own.filter { !files.contains($0.workflow.file.path) }.map { LedgerEntries.stored($0.environment.name) })
        let left = Set(files.filter { FileKind(of: start.root.location(of: $0)) == .file }.map(LedgerEntries.stored))
        let gone = claimed.filter { !left.contains($0.file) && environmentsOfNew.contains($0.environment) }
        return claimed.intersection(
            own.map {
                ClaimedWorkflow(
                    file: LedgerEntries.stored($0.workflow.file.path),
                    environment: LedgerEntries.stored($0.environment.name))
            }
        ).union(gone)
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
    fileprivate func compactMapThrowing<Result, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Result?
    ) throws(Failure) -> [Result] {
        var results: [Result] = []
        for element in self {
            if let result = try transform(element) { results.append(result) }
        }
        return results
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
