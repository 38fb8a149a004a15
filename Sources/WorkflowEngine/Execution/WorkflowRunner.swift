import Synchronization
import WorkflowModel

/// Runs a plan: workflows one after another or several at once, the steps of each in order.
///
/// A failed step ends its workflow. Cancelling the task ends the exchange in flight and skips the rest; every step of
/// the plan is reported all the same.
package struct WorkflowRunner: Sendable {
    private let transport: any HTTPTransport
    private let services: RunServices
    private let otpSources: OTPSources
    private let recorder: (any SendRecorder)?

    /// `prompt` asks somebody for an OTP; nil where nobody can be asked. `recorder` is told of each send before it is made.
    package init(
        transport: any HTTPTransport, services: RunServices, prompt: OTPPrompt? = nil,
        runCommand: @escaping CommandRunner = { _, _ throws(CommandFailure) in
            throw CommandFailure(reason: "there are no commands here")
        },
        recorder: (any SendRecorder)? = nil
    ) {
        self.transport = transport
        self.services = services
        self.recorder = recorder
        otpSources = OTPSources(transport: transport, prompt: prompt, runCommand: runCommand)
    }

    /// Runs a plan, so many workflows at once, and tells `onEvent` what happens, one event after another.
    package func run(_ plan: RunPlan, jobs: Int = 1, onEvent: @escaping @Sendable (RunEvent) -> Void) async {
        let start = ContinuousClock.now
        let line = EventLine(onEvent)
        let tell: @Sendable (RunEvent) -> Void = { line.tell($0) }
        tell(.runStarted(plan, at: services.now))
        // One for each environment, whatever runs in it at the same time.
        let guards = Dictionary(uniqueKeysWithValues: plan.environments.map { ($0.path, SendGuard($0.limits)) })
        let queue = WorkflowQueue(count: plan.workflows.count)
        await withTaskGroup { group in
            for _ in 0..<max(1, min(jobs, plan.workflows.count)) {
                group.addTask(executorPreference: transport.preferredExecutor) {
                    while let index = queue.next() {
                        let workflow = plan.workflows[index]
                        guard let sendGuard = guards[workflow.environment.path] else { continue }
                        await run(workflow, index, runID: plan.id, sendGuard: sendGuard, onEvent: tell)
                    }
                }
            }
        }
        tell(.runFinished(duration: .now - start, wasInterrupted: Task.isCancelled))
    }

    private func run(
        _ planned: PlannedWorkflow, _ index: Int, runID: String, sendGuard: SendGuard,
        onEvent: @Sendable (RunEvent) -> Void
    ) async {
        let start = ContinuousClock.now
        onEvent(.workflowStarted(planned, index, at: services.now))
        let executor = StepRunner(
            workflow: index, environment: planned.environment, signer: RequestSigner(planned.environment.credentials),
            transport: transport, services: services, sendGuard: sendGuard, otpSources: otpSources, recorder: recorder)
        var scope = RunScope(
            runID: runID, environment: planned.environment, variables: planned.variables,
            caseFields: planned.testCase?.fields ?? [:], environmentValues: planned.environmentValues,
            services: services)
        await withoutActuallyEscaping(onEvent) { onEvent in
            let sequence = SequenceRunner(executor: executor) { onEvent(.stepFinished($0, workflow: index)) }
            _ = await sequence.run(planned.sequence, scope: &scope)
        }
        onEvent(.workflowFinished(index, duration: .now - start))
    }
}

/// Hands out each number below a count once.
private final class WorkflowQueue: Sendable {
    private let count: Int
    private let taken = Mutex(0)

    init(count: Int) {
        self.count = count
    }

    /// Nil where all are taken.
    func next() -> Int? {
        taken.withLock { taken in
            guard taken < count else { return nil }
            defer { taken += 1 }
            return taken
        }
    }
}

/// Passes events on one after another, from whatever thread they come.
private final class EventLine: Sendable {
    private let onEvent: @Sendable (RunEvent) -> Void
    private let turn = Mutex(())

    init(_ onEvent: @escaping @Sendable (RunEvent) -> Void) {
        self.onEvent = onEvent
    }

    func tell(_ event: RunEvent) { turn.withLock { _ in onEvent(event) } }
}
