import JSON
import Ledger
import SQLDatabase
import Secrets
import Source
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// Opens the ledgers of a run, decides whether it continues an earlier run, and starts it in them.
struct LedgerStart {
    let plan: RunPlan
    /// What decides what is run, beside the files: environments, variables, selection.
    let identity: String
    let part: ReportPart?
    let choice: RestartChoice
    /// The command line without secrets.
    let command: String
    let root: WorkspaceRoot
    let shell: Shell

    /// The key of the run, and what it takes the place of.
    private struct Decision {
        let key: String
        var isKeyed = false
        /// Unfinished runs that somebody gives up.
        var abandoned: [RunEntry] = []
    }

    /// A ledger that is open, and not yet used by the run.
    private struct Opened {
        let store: LedgerStore
        let opener: LedgerOpener

        /// Says of an error which ledger it is about.
        func perform<Result>(
            _ body: (LedgerStore) throws(SQLError) -> Result
        ) throws(CommandError) -> Result {
            do throws(SQLError) {
                return try body(store)
            } catch {
                throw CommandError(LedgerProblem(error, of: opener.location.text))
            }
        }
    }

    /// Nil if no environment has a ledger.
    func open() async throws(CommandError) -> RunLedgers? {
        let places = places
        guard !places.isEmpty else {
            if choice == .resume || choice.isKeyed { shell.show([.noLedger]) }
            return nil
        }
        if places.contains(where: { $0.environment.ledger == .user }),
            LedgerFile.isInWorkspace(variable: shell.variable)
        {
            shell.show([.ledgerInWorkspace(LedgerFile.ofUser(in: root, variable: shell.variable))])
        }
        let process = ProcessIdentity.own(id: shell.services.uniqueRunID(), host: machineName())
        var decision: Decision?
        var sessions: [LedgerLocation: LedgerSession] = [:]
        var sessionsOfEnvironments: [String: LedgerSession] = [:]
        for (environment, location) in places {
            if sessions[location] == nil {
                let ledger = try open(location)
                let decided: Decision
                if let decision { decided = decision } else { decided = try await decide(in: ledger, process) }
                decision = decided
                sessions[location] = try await start(decided, in: ledger, process)
            }
            sessionsOfEnvironments[environment.identity] = sessions[location]
        }
        return RunLedgers(
            sessions: sessionsOfEnvironments, start: sessions.values.map(\.run.starts).max() ?? 1)
    }

    private var places: [(environment: TargetEnvironment, location: LedgerLocation)] {
        plan.environments.compactMap { environment in
            environment.ledger.map { (environment, LedgerLocation($0, in: root, variable: shell.variable)) }
        }
    }

    private func open(_ location: LedgerLocation) throws(CommandError) -> Opened {
        let opener = LedgerOpener(location, in: shell)
        do throws(LedgerProblem) {
            let store = try opener.open()
            if store.isUnencrypted { shell.show([.unencryptedLedger]) }
            return Opened(store: store, opener: opener)
        } catch {
            throw CommandError(error)
        }
    }

    /// What decides what is run. The same arguments give the same fingerprint.
    private func fingerprint(in store: LedgerStore) -> String {
        store.hash.text(of: identity + "\n" + plan.environments.map(\.account).joined(separator: "\n"))
    }

    /// The files of the workflows, each with a hash of its content.
    private func files(in store: LedgerStore) -> [(path: String, hash: String)] {
        plan.workflows.files.map { ($0.path, store.hash.text(of: Checksum.text(of: $0.text))) }
    }

    /// The files that have changed since the first start of the run; nil if none has.
    private func changes(since before: String, in store: LedgerStore) -> [String]? {
        guard case .object(let known)? = try? parseJSON(Array(before.utf8)) else { return nil }
        let changed = files(in: store).filter { known[$0.path] != .string($0.hash) }.map(\.path)
        return changed.isEmpty ? nil : changed
    }

    // MARK: Which run it is

    private func decide(in ledger: Opened, _ process: ProcessIdentity) async throws(CommandError) -> Decision {
        switch choice {
        case .key(let key): return Decision(key: key, isKeyed: true)
        case .resume: return try decideToResume(in: ledger, process)
        case .again:
            return Decision(key: plan.id, abandoned: try await runsInTheWay(in: ledger, process))
        case .none:
            let runs = try await runsInTheWay(in: ledger, process)
            guard let run = runs.first else { return Decision(key: plan.id) }
            switch try answer(about: run, in: ledger) {
            case .resume: return Decision(key: run.key, isKeyed: run.isKeyed)
            case .again: return Decision(key: plan.id, abandoned: runs)
            case .none, .key:
                throw CommandError(.refused, [.unfinishedRun(run, effects: try effects(of: run, in: ledger))])
            }
        }
    }

    /// Asks at a terminal what to do about an unfinished run.
    private func answer(about run: RunEntry, in ledger: Opened) throws(CommandError) -> RestartChoice {
        guard let ask = shell.ask else { return .none }
        let question = """
            \(Self.text(of: run)) is unfinished: \(try effects(of: run, in: ledger)).
            Continue it (c), start anew and perhaps text people again (a), or do nothing (Enter)? 
            """
        switch ask(question)?.lowercased().filter({ !$0.isWhitespace }) {
        case "c"? where run.fingerprint == fingerprint(in: ledger.store): return .resume
        case "c"?: throw CommandError(.refused, [.otherArguments(run)])
        case "a"?: return .again
        default: return .none
        }
    }

    private func decideToResume(in ledger: Opened, _ process: ProcessIdentity) throws(CommandError) -> Decision {
        let (store, host) = (ledger.store, process.host)
        let fingerprint = fingerprint(in: store)
        let unfinished = try ledger.perform { store throws(SQLError) in
            try store.unfinishedRuns(workspace: root.path, host: host, seenBy: process)
        }
        if let run = unfinished.first(where: { $0.fingerprint == fingerprint }) {
            return Decision(key: run.key, isKeyed: run.isKeyed)
        }
        let last = try ledger.perform { store throws(SQLError) in
            try store.lastRun(fingerprint: fingerprint, workspace: root.path, host: host)
        }
        if let last, last.endState == .finished {
            throw CommandError(.invalidInput, [.nothingToResume(last)], isReported: false)
        }
        if let last, last.isUnfinished { throw CommandError(.refused, [.stillRunning(last)]) }
        if let other = unfinished.first { throw CommandError(.invalidInput, [.otherArguments(other)]) }
        shell.show([.noUnfinishedRun])
        return Decision(key: plan.id)
    }

    /// The unfinished runs that made requests which this run would make again. A sandbox texts nobody.
    private func runsInTheWay(
        in ledger: Opened, _ process: ProcessIdentity
    ) async throws(CommandError) -> [RunEntry] {
        guard !plan.environments.allSatisfy(\.isSandbox) else { return [] }
        func unfinished() throws(CommandError) -> [RunEntry] {
            try ledger.perform { store throws(SQLError) in
                try store.unfinishedRuns(workspace: root.path, host: process.host, seenBy: process)
            }
        }
        var keys: Set<String>?
        func isInTheWay(_ run: RunEntry) throws(CommandError) -> Bool {
            let known = keys ?? stepKeys(in: ledger.store)
            keys = known
            return try ledger.perform { store throws(SQLError) in try store.claimedSteps(of: run) }
                .contains(where: known.contains)
        }
        // A container can have died without a word, and another one with its name and folder be this one.
        let uncertain = try ledger.perform { store throws(SQLError) in
            try store.uncertainRuns(workspace: root.path, host: process.host, seenBy: process)
        }.filterThrowing(isInTheWay)
        try await waitForSignOfLife(of: uncertain, in: ledger, process)
        return try unfinished().filterThrowing(isInTheWay)
    }

    /// Waits until each of the runs has shown that it is alive, or its lease is over.
    private func waitForSignOfLife(
        of runs: [RunEntry], in ledger: Opened, _ process: ProcessIdentity
    ) async throws(CommandError) {
        guard !runs.isEmpty else { return }
        func expiries() throws(CommandError) -> [String: Int64] {
            try ledger.perform { store throws(SQLError) in
                try store.leases(of: runs, seenBy: process)
            }
        }
        shell.show([.waitsForSignOfLife(runs[0])])
        let first = try expiries()
        while try expiries().contains(where: { first[$0.key] == $0.value }) {
            try? await ContinuousClock().sleep(for: .milliseconds(500))
        }
    }

    /// Recognises the steps of the plan that can text or move money for real.
    private func stepKeys(in store: LedgerStore) -> Set<String> {
        var keys: Set<String> = []
        for workflow in plan.workflows where !workflow.environment.isSandbox {
            for leaf in workflow.sequence.leaves {
                keys.insert(store.hash.text(of: StepKey(workflow, step: leaf.name).text))
            }
        }
        return keys
    }

    /// For people: `2 SMS sent or on their way`.
    private func effects(of run: RunEntry, in ledger: Opened) throws(CommandError) -> String {
        try ledger.perform { store throws(SQLError) in try store.effects(of: run) }.text
    }

    // MARK: Its start

    private func start(
        _ decision: Decision, in ledger: Opened, _ process: ProcessIdentity
    ) async throws(CommandError) -> LedgerSession {
        let run = RunDescription(
            key: decision.key, isKeyed: decision.isKeyed, part: part.map { "\($0.number)/\($0.count)" } ?? "",
            fingerprint: fingerprint(in: ledger.store), command: command, workspace: root.path,
            files: JSONValue.object(JSONObject(files(in: ledger.store).map { ($0, .string($1)) })).serialized)
        let entry = try await started(run, in: ledger, process)
        // What is old can stay if another process is in the way: the next run tries again.
        try? ledger.store.clean(seenBy: process)
        if !decision.abandoned.isEmpty {
            try ledger.perform { store throws(SQLError) in try store.abandon(decision.abandoned) }
        }
        let earlier = try ledger.perform { store throws(SQLError) in
            entry.starts > 1 ? try store.earlierStarts(of: entry) : EarlierStarts()
        }
        if entry.starts > 1 {
            shell.show([.resumed(entry, earlier)])
            let before = try ledger.perform { store throws(SQLError) in try store.files(of: entry) }
            if let changed = changes(since: before, in: ledger.store) { shell.show([.changedFiles(changed)]) }
        }
        do throws(LedgerProblem) {
            return try LedgerSession(
                ledger.store, run: entry, earlier: earlier, process: process, opener: ledger.opener,
                clock: LedgerClock { [services = shell.services] in services.now })
        } catch {
            throw CommandError(error)
        }
    }

    /// Waits while another process works on the same run: CI can start a job twice.
    private func started(
        _ run: RunDescription, in ledger: Opened, _ process: ProcessIdentity
    ) async throws(CommandError) -> RunEntry {
        var isTold = false
        while true {
            let start = try ledger.perform { store throws(SQLError) in try store.start(run, as: process) }
            switch start {
            case .started(let entry): return entry
            case .otherRun(let other): throw CommandError(.invalidInput, [.otherRun(run.key, other)])
            case .underWay(let entry, let holder):
                if !isTold { shell.show([.waitsForOtherStart(entry, holder)]) }
                isTold = true
                try? await ContinuousClock().sleep(for: .milliseconds(200))
            }
        }
    }

    static func text(of run: RunEntry) -> String {
        "the run \(run.key) of \(Timestamp(milliseconds: run.started).rfc3339)"
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

extension RestartChoice {
    fileprivate var isKeyed: Bool { if case .key = self { true } else { false } }
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
