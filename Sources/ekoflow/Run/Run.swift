import HTTP
import JSON
import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// A run, stage by stage. What passes between the stages:
///
///     RunRequest →load→ LoadedRun →plan→ PlannedRun →clear→ ClearedRun →execute→ ExitStatus
///
/// - load: reads the workflows, each with its environment, and collects all problems.
/// - plan: finds credentials, makes a `RunPlan`, and opens the reports.
/// - clear: applies the safety rules, which return a `ClearedPlan`, opens the ledger, and starts the journal.
/// - execute: sends the requests, and writes the reports.
///
/// Nothing is sent before `execute`. A stage that throws ends the run, and its reports say why.
struct Run: Sendable {
    let request: RunRequest
    let settings: RunSettings
    let shell: Shell
    let transport: any HTTPTransport

    init(request: RunRequest, settings: RunSettings, shell: Shell, addresses: [String] = []) {
        self.request = request
        self.settings = settings
        self.shell = shell
        transport = shell.transport(shell, addresses)
    }

    /// A plan that may run, with its journal and its reports.
    struct ClearedRun: Sendable {
        let cleared: ClearedPlan
        let composer: ReportComposer
        let journal: JournalFile
        /// Nil if no environment has a ledger.
        let ledgers: RunLedgers?
        let ledger: RunLedger?
        let outputs: ReportOutputs
        let sandbox: EmbeddedSandbox?
        let credentialVariables: Set<String>
    }

    func load() async throws(CommandError) -> LoadedRun {
        let loaded = await request.load(in: shell)
        try settings.refuseReports(over: loaded.paths)
        try shell.check(loaded.diagnostics, masksNumbers: settings.masksNumbers)
        return loaded
    }

    func plan(_ loaded: LoadedRun) async throws(CommandError) -> (run: PlannedRun, outputs: ReportOutputs) {
        // Open the reports before anything starts: a run whose report cannot be written should not start.
        let outputs = try ReportOutputs(opening: settings, in: shell)
        return (try await loaded.plan(in: shell), outputs)
    }

    func clear(_ planned: PlannedRun, _ outputs: ReportOutputs) async throws(CommandError) -> ClearedRun {
        let plan = RunPlan(id: planned.plan.id, workflows: settings.arranged(planned.plan.workflows))
        let rules = SafetyRules(
            jobs: settings.jobs, limits: planned.limits,
            consent: ProductionConsent(confirmed: settings.confirmedProduction, shell: shell).isGiven,
            sandboxProblem: { await $0.sandboxProblem(over: transport, embedded: planned.sandbox) })
        let cleared: ClearedPlan
        do throws(SafetyRules.Refusal) {
            cleared = try await rules.clear(plan, services: shell.services)
        } catch {
            switch error {
            case .refused(let reasons): throw CommandError(.refused, reasons)
            case .unusable(let reasons): throw CommandError(.unfinished, reasons)
            }
        }
        var origin = RunOrigin(of: settings.arguments, shell)
        let ledgers = try await LedgerStart(
            plan: plan, whole: settings.arranged(planned.whole),
            identity: planned.identity + "\n\(settings.repetitions)", part: planned.part,
            isOfAllSteps: planned.isOfAllSteps, choice: settings.restart,
            command: Redactor(plan.secrets).redact(origin.command ?? ""), root: settings.root,
            shell: shell
        ).open()
        origin.ledgerRun = ledgers?.key
        if case .key(let key) = settings.restart { origin.runKey = key }
        let composer = ReportComposer(
            plan, hostname: machineName(), version: ekoflowVersion, masksNumbers: settings.masksNumbers,
            part: planned.part?.repeated(settings.repetitions), origin: origin,
            runStart: ledgers.map { $0.start > 1 ? $0.start : 0 } ?? 0)
        let journal = try JournalFile.start(
            at: settings.journalPath, keepsEarlier: settings.keepsEarlierJournals, for: plan, composer: composer,
            in: shell)
        let ledger = ledgers.map { RunLedger($0, composer: composer) { shell.show([.waitsForTurn($0, $1)]) } }
        return ClearedRun(
            cleared: ledger.map(cleared.with) ?? cleared, composer: composer, journal: journal, ledgers: ledgers,
            ledger: ledger, outputs: outputs, sandbox: planned.sandbox,
            credentialVariables: planned.credentialVariables)
    }

    func execute(_ run: ClearedRun) async -> ExitStatus {
        let count = run.cleared.plan.workflows.count
        let sink = RunSink(shell: shell, outputs: run.outputs, settings: settings, count: count)
        let isWatched = sink.isWatched
        let prompt = shell.askOTP.map { ask -> OTPPrompt in
            { number, problem in
                sink.pause(true)
                defer { sink.pause(false) }
                return await ask(number, problem)
            }
        }
        let runner = WorkflowRunner(
            transport: transport, services: shell.services, prompt: prompt,
            runCommand: ChildProcess.runner(hiding: run.credentialVariables), recorder: run.journal,
            observer: isWatched ? sink : nil, judging: WorkerThreads.judging)
        let interruption = Interruption()
        let running = Mutex<Task<Void, Never>?>(nil)
        interruption.watch { running.withLock { $0?.cancel() } }
        let task = Task {
            await runner.run(run.cleared, endsAtFailure: settings.failsFast) { event in
                let composed = run.composer.event(of: event)
                run.journal.record(composed)
                run.ledger?.record(event, composed)
                sink.take(composed)
            } onPause: {
                run.journal.flush()
                run.ledger?.flush()
                sink.flush()
            }
        }
        running.withLock { $0 = task }
        // The signal may have come before there was a task to cancel.
        if interruption.signal != nil { task.cancel() }
        let timer = settings.timeout.map { timeout in
            Task {
                try await ContinuousClock().sleep(for: timeout)
                task.cancel()
            }
        }
        let ticks =
            isWatched
            ? Task {
                while !Task.isCancelled {
                    try await ContinuousClock().sleep(for: .milliseconds(200))
                    sink.flush()
                }
            } : nil
        await task.value
        timer?.cancel()
        ticks?.cancel()
        await run.sandbox?.stop()
        return await end(run, sink, interruption)
    }

    /// Finishes the reports and the journal. Returns the exit status.
    private func end(_ run: ClearedRun, _ sink: RunSink, _ interruption: Interruption) async -> ExitStatus {
        let total = sink.total
        var early: Problem?
        if total.end.wasInterrupted {
            early = interruption.reason.map { Problem(.error, $0) } ?? Problem(settings.timedOut)
        }
        sink.finish(endedEarly: early)
        if let problem = run.journal.finish() {
            shell.lose(
                .error(.unwritableFile, "the journal \(run.journal.path) is incomplete: \(problem)", at: nil))
        }
        // After the reports, so that a run whose reports are missing can be continued.
        for problem in await run.ledgers?.close(total.end.wasInterrupted ? .interrupted : .finished) ?? [] {
            shell.lose(.error(.ledgerUnusable, problem.message, at: nil, help: problem.help))
        }
        if early != nil, interruption.signal == nil {
            shell.show([settings.timedOut])
            return .unfinished
        }
        if let signal = interruption.signal { return ExitStatus(rawValue: 128 + signal) ?? .interrupted }
        return run.cleared.plan.workflows.isEmpty ? .passed : ExitStatus(total.counts)
    }

    /// Ends a run before its first request. Its reports say why, so that nobody mistakes an old report for this run's report.
    func end(_ failure: CommandError) -> ExitStatus {
        shell.show(failure.diagnostics, masksNumbers: settings.masksNumbers)
        let errors = failure.diagnostics.filter { $0.severity == .error }
        switch failure.status {
        case .refused: shell.errors.write("\nrefused: nothing was sent\n")
        case .invalidInput where failure.isReported:
            shell.errors.write("\n\(plural(errors.count, "error")): nothing was sent\n")
        default: shell.errors.write("\nnothing was sent\n")
        }
        if failure.isReported {
            let document = ReportDocument.ofRunThatDidNotStart(
                errors.problemsOfReport(masksNumbers: settings.masksNumbers), type: failure.status.errorType)
            do throws(CommandError) {
                let outputs = try ReportOutputs(opening: settings, in: shell)
                outputs.take(document)
                outputs.finish(saysWhere: false)
            } catch {
                shell.show(error.diagnostics)
            }
        }
        return failure.status
    }
}

extension ExitStatus {
    /// The type of the JUnit error of a run that did not start.
    fileprivate var errorType: String {
        switch self {
        case .refused: StepError.Kind.refused.rawValue
        case .invalidInput: ReportDocument.typeOfInvalidInput
        default: "NotStarted"
        }
    }
}
