import HTTP
import Synchronization

/// Runs a plan: workflows one after another or several at once, the steps of each in order.
///
/// A failed step ends its workflow. Cancelling the task ends the current exchanges and skips the remaining steps. Every step of
/// the plan is reported.
package struct WorkflowRunner: Sendable {
    private let transport: any HTTPTransport
    private let services: RunServices
    private let prompt: OTPPrompt?
    private let runCommand: CommandRunner
    private let recorder: (any RequestRecorder)?
    private let observer: (any ActivityObserver)?
    private let judging: (any TaskExecutor)?

    /// `prompt` asks somebody for an OTP; nil if nobody can be asked. `recorder` records each request that does more than read before it is
    /// made. `observer` is told what steps do. `judging` runs judgements that can take long.
    package init(
        transport: any HTTPTransport, services: RunServices, prompt: OTPPrompt? = nil,
        runCommand: @escaping CommandRunner = { _, _ throws(CommandFailure) in
            throw CommandFailure(reason: "there are no commands here")
        },
        recorder: (any RequestRecorder)? = nil, observer: (any ActivityObserver)? = nil,
        judging: (any TaskExecutor)? = nil
    ) {
        self.transport = transport
        self.services = services
        self.recorder = recorder
        self.observer = observer
        self.judging = judging
        self.prompt = prompt
        self.runCommand = runCommand
    }

    /// Runs a plan and calls `onEvent` with each event, one after another. Calls `onPause` after each batch of events. With
    /// `endsAtFailure`, no workflow starts after one that did not pass.
    package func run(
        _ cleared: ClearedPlan, endsAtFailure: Bool = false, onEvent: @escaping @Sendable (RunEvent) -> Void,
        onPause: @escaping @Sendable () -> Void = {}
    ) async {
        let queue = EventQueue()
        async let writing: Void = queue.drain(onEvent, onPause: onPause)
        await run(cleared, endsAtFailure: endsAtFailure, telling: queue)
        queue.close()
        await writing
    }

    private func run(_ cleared: ClearedPlan, endsAtFailure: Bool, telling events: EventQueue) async {
        let (plan, jobs) = (cleared.plan, cleared.jobs)
        let start = ContinuousClock.now
        let tell: @Sendable (RunEvent) -> Void = { [recorder] event in
            switch event {
            case .runStarted, .workflowStarted: recorder?.willStart(event)
            case .stepFinished, .workflowFinished, .runFinished: break
            }
            events.tell(event)
        }
        tell(.runStarted(plan, at: services.now))
        // Earlier events must be on the screen before the question.
        let prompt = self.prompt.map { prompt -> OTPPrompt in
            { number, problem in
                await events.waitUntilEmpty()
                return await prompt(number, problem)
            }
        }
        let otpSources = OTPSources(transport: transport, prompt: prompt, runCommand: runCommand)
        let signers = SignerCache()
        let references = UsedReferences()
        let turns = jobs > 1 ? RecipientTurns() : nil
        let queue = WorkflowQueue(count: plan.workflows.count)
        await withTaskGroup { group in
            for job in 0..<max(1, min(jobs, plan.workflows.count)) {
                group.addTask(executorPreference: transport.preferredExecutor(forJob: job)) {
                    while let index = queue.next() {
                        await events.waitForRoom()
                        let workflow = plan.workflows[index]
                        guard let effectGuard = cleared.effectGuards[workflow.environment.identity] else { continue }
                        if endsAtFailure, queue.isEnded {
                            skip(workflow, index, onEvent: tell)
                        } else if await !run(
                            workflow, index, runID: plan.id,
                            signer: signers.signer(of: workflow.environment.credentials),
                            effectGuards: [effectGuard, cleared.runGuard], turns: turns,
                            entries: cleared.ledger?.entries(of: workflow, at: index), otpSources: otpSources,
                            references: references,
                            onEvent: tell
                        ) {
                            queue.end()
                        }
                    }
                }
            }
        }
        tell(.runFinished(duration: .now - start, wasInterrupted: Task.isCancelled))
    }

    private func skip(_ planned: PlannedWorkflow, _ index: Int, onEvent: (RunEvent) -> Void) {
        onEvent(.workflowStarted(planned, index, at: services.now))
        for leaf in planned.sequence.leaves {
            onEvent(.stepFinished(StepResult(leaf, .skipped(.runEnded)), workflow: index))
        }
        onEvent(.workflowFinished(index, duration: .zero))
    }

    /// Returns false if a step failed or had an error.
    private func run(
        _ planned: PlannedWorkflow, _ index: Int, runID: String, signer: RequestSigner, effectGuards: [EffectGuard],
        turns: RecipientTurns?, entries: (any WorkflowEntries)?,
        otpSources: OTPSources, references: UsedReferences, onEvent: @Sendable (RunEvent) -> Void
    ) async -> Bool {
        let start = ContinuousClock.now
        onEvent(.workflowStarted(planned, index, at: services.now))
        let executor = StepRunner(
            workflow: index, environment: planned.environment, signer: signer,
            transport: transport, services: services, effectGuards: effectGuards, turns: turns, entries: entries,
            otpSources: otpSources, references: references, recorder: recorder, observer: observer,
            judging: judging ?? globalConcurrentExecutor
        )
        defer {
            entries?.releaseTurn()
            turns?.release(index)
        }
        var scope = planned.scope
        scope.secrets.add(planned.ownSecrets)
        var hasPassed = true
        await withoutActuallyEscaping(onEvent) { onEvent in
            let sequence = SequenceRunner(executor: executor) {
                switch $0.outcome {
                case .passed, .skipped: break
                case .failed, .errored: hasPassed = false
                }
                entries?.record($0)
                onEvent(.stepFinished($0, workflow: index))
            }
            _ = await sequence.run(planned.sequence, scope: &scope)
        }
        onEvent(.workflowFinished(index, duration: .now - start))
        return hasPassed
    }
}

/// Hands out the indices of the workflows, each once.
private final class WorkflowQueue: Sendable {
    private let count: Int
    private let taken = Atomic(0)
    private let hasEnded = Atomic(false)

    init(count: Int) {
        self.count = count
    }

    /// Whether no more workflows should start.
    var isEnded: Bool { hasEnded.load(ordering: .sequentiallyConsistent) }
    func end() { hasEnded.store(true, ordering: .sequentiallyConsistent) }

    /// Nil if all are taken.
    func next() -> Int? {
        let index = taken.add(1, ordering: .sequentiallyConsistent).oldValue
        return index < count ? index : nil
    }
}
