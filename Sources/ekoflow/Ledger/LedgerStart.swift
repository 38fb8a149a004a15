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
    /// The workflows of all parts: a case can move to another part.
    let whole: PlannedWorkflows
    /// What decides what is run, beside the files: environments, variables, selection.
    let identity: String
    let part: ReportPart?
    /// Whether all steps and cases of its workflows are run.
    let isOfAllSteps: Bool
    let choice: RestartChoice
    /// The command line without secrets.
    let command: String
    let root: WorkspaceRoot
    let shell: Shell

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
        var ledgers: [LedgerLocation: LedgerOfRun] = [:]
        for (_, location) in places where ledgers[location] == nil { ledgers[location] = try open(location) }
        let decision = try await LedgerDecision(
            self, process, ledgers.sorted { $0.key.text < $1.key.text }.map(\.value)
        )
        .made()
        var sessions: [LedgerLocation: LedgerSession] = [:]
        do throws(CommandError) {
            for (location, ledger) in ledgers { sessions[location] = try await start(decision, in: ledger, process) }
        } catch {
            // Nothing was made, so that the run is in nobody's way.
            for session in sessions.values { _ = await session.close(.interrupted) }
            throw error
        }
        let pairs = places.compactMap { place in sessions[place.location].map { (place.environment.identity, $0) } }
        return RunLedgers(
            sessions: Dictionary(pairs) { first, _ in first }, start: sessions.values.map(\.run.starts).max() ?? 1)
    }

    private var places: [(environment: TargetEnvironment, location: LedgerLocation)] {
        plan.environments.compactMap { environment in
            environment.ledger.map { (environment, LedgerLocation($0, in: root, variable: shell.variable)) }
        }
    }

    private func open(_ location: LedgerLocation) throws(CommandError) -> LedgerOfRun {
        let opener = LedgerOpener(location, in: shell)
        do throws(LedgerProblem) {
            let store = try opener.open()
            if store.isUnencrypted { shell.show([.unencryptedLedger]) }
            return LedgerOfRun(store: store, opener: opener)
        } catch {
            throw CommandError(error)
        }
    }

    /// What decides what is run. The same arguments give the same fingerprint.
    func fingerprint(in store: LedgerStore) -> String {
        store.hash.text(of: identity + "\n" + plan.environments.map(\.account).joined(separator: "\n"))
    }

    /// The files of the workflows, each with a hash of its content.
    private func files(in store: LedgerStore) -> [(path: String, hash: String)] {
        plan.workflows.files.map { ($0.path, store.hash.text(of: Checksum.text(of: $0.text))) }
    }

    /// What a run keeps of its files, to see later what has changed: a hash for each path, and which workflows have names with numbers.
    private func keptFiles(in store: LedgerStore) -> JSONValue {
        let hashes = files(in: store).map { (name: $0.path, value: JSONValue.string($0.hash)) }
        let numbered = plan.workflows.firsts.filter(\.hasNumberedNames).map { workflow in
            (name: Self.markOfNumbers + workflow.workflow.file.path, value: JSONValue.bool(true))
        }
        return .object(JSONObject(hashes + numbered))
    }

    /// No path begins with it.
    private static let markOfNumbers = "numbered names\n"

    /// A changed workflow that has, or had, several steps of one name, or without a name: nobody can tell which is which. Nil if there
    /// is none.
    private func stepsOfOneName(in changed: [String], since before: String) -> String? {
        guard case .object(let known)? = try? parseJSON(Array(before.utf8)) else { return nil }
        return plan.workflows.firsts.first { workflow in
            guard workflow.hasChangedWorkflows(changed) else { return false }
            return workflow.hasNumberedNames
                || known[Self.markOfNumbers + workflow.workflow.file.path] != nil
        }?.workflow.file.path
    }

    /// The steps whose requests an earlier start may have made, and that the run has no more: under another name or with other values,
    /// they would be made again. Each as people see it.
    private func goneSteps(_ earlier: EarlierStarts, in store: LedgerStore) -> [String] {
        let made = earlier.requests.filter { $0.value.isOwn && $0.value.state != .notSent }
        guard !made.isEmpty else { return [] }
        var keys: Set<String> = []
        for workflow in whole {
            for leaf in workflow.sequence.leaves {
                keys.insert(StepKey(workflow, step: leaf.name).hashed(by: store.hash))
            }
        }
        return made.filter { !keys.contains($0.key) }.map(\.value.shown.title).sorted()
    }

    /// The files that have changed since a run started; nil if none has, or if that is not known.
    func changes(since before: String, in store: LedgerStore) -> [String]? {
        guard case .object(let known)? = try? parseJSON(Array(before.utf8)) else { return nil }
        let changed = files(in: store).filter { known[$0.path] != .string($0.hash) }.map(\.path)
        return changed.isEmpty ? nil : changed
    }

    /// The paths of the files that a run had at its start; empty if they are not known.
    func knownFiles(_ before: String) -> Set<String> {
        guard case .object(let known)? = try? parseJSON(Array(before.utf8)) else { return [] }
        return Set(known.members.map(\.name))
    }

    // MARK: Its start

    private func start(
        _ decision: LedgerDecision.Decision, in ledger: LedgerOfRun, _ process: ProcessIdentity
    ) async throws(CommandError) -> LedgerSession {
        let run = RunDescription(
            key: decision.key, isKeyed: decision.isKeyed, part: part.map { "\($0.number)/\($0.count)" } ?? "",
            fingerprint: fingerprint(in: ledger.store), command: command, workspace: root.path,
            files: keptFiles(in: ledger.store).serialized)
        let entry = try await started(run, in: ledger, process)
        // What is old can stay if another process is in the way: the next run tries again.
        try? ledger.store.clean(seenBy: process)
        if let replaced = decision.replaced[ledger.opener.location] {
            for other in replaced.runs {
                try ledger.perform { store throws(SQLError) in
                    try store.abandon(other.run, steps: replaced.steps, workflows: isOfAllSteps ? other.changed : [])
                }
            }
        }
        let earlier = try ledger.perform { store throws(SQLError) in
            entry.starts > 1 || entry.isKeyed ? try store.earlierStarts(of: entry) : EarlierStarts()
        }
        if entry.starts > 1 {
            shell.show([.resumed(entry, earlier)])
            let before = try ledger.perform { store throws(SQLError) in try store.files(of: entry) }
            let changed = changes(since: before, in: ledger.store)
            if let changed, let path = stepsOfOneName(in: changed, since: before) {
                throw CommandError(.invalidInput, [.changedSteps(path)], isReported: false)
            }
            let gone = goneSteps(earlier, in: ledger.store)
            guard gone.isEmpty else {
                throw CommandError(.invalidInput, [.goneSteps(gone)], isReported: false)
            }
            if let changed {
                let ofOthers = await stepsOfOthers(earlier, changed, in: ledger.store)
                guard ofOthers.isEmpty else {
                    throw CommandError(.invalidInput, [.stepsOfOthers(ofOthers)], isReported: false)
                }
                shell.show([.changedFiles(changed)])
            }
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
        _ run: RunDescription, in ledger: LedgerOfRun, _ process: ProcessIdentity
    ) async throws(CommandError) -> RunEntry {
        var isTold = false
        while true {
            let start = try ledger.perform { store throws(SQLError) in try store.start(run, as: process) }
            switch start {
            case .started(let entry): return entry
            case .finished(let run):
                throw CommandError(.invalidInput, [.nothingToResume(run)], isReported: false)
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

extension PlannedWorkflow {
    /// Whether several of its steps have one name, or none, so that their names have numbers: `send (2)`.
    fileprivate var hasNumberedNames: Bool {
        sequence.leaves.contains { $0.name.contains(#/ \(\d+\)/#) }
    }

    /// Whether one of the workflows that it consists of has changed.
    fileprivate func hasChangedWorkflows(_ changed: [String]) -> Bool {
        workflow.workflowFiles.contains { changed.contains($0.path) }
    }
}

extension ShownClaim {
    /// For people: `workflows/send.yml [case 2] › send`.
    var title: String {
        workflow + (caseTitle.isEmpty ? "" : " [\(caseTitle)]") + " › " + step
    }
}

extension RestartChoice {
    fileprivate var isKeyed: Bool { if case .key = self { true } else { false } }
}
