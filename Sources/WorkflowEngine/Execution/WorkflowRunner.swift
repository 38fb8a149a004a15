import JSON
import WorkflowModel

/// Runs a plan: workflows in order, the steps of each in order.
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

    /// Runs a plan and tells `onEvent` what happens, in order.
    package func run(_ plan: RunPlan, onEvent: @escaping @Sendable (RunEvent) -> Void) async {
        await withTaskExecutorPreference(transport.preferredExecutor) {
            await runOnPreferredExecutor(plan, onEvent: onEvent)
        }
    }

    private nonisolated func runOnPreferredExecutor(_ plan: RunPlan, onEvent: @Sendable (RunEvent) -> Void) async {
        let start = ContinuousClock.now
        onEvent(.runStarted(plan, at: services.now))
        let guards = Dictionary(uniqueKeysWithValues: plan.environments.map { ($0.path, SendGuard($0.limits)) })
        for workflow in plan.workflows {
            guard let sendGuard = guards[workflow.environment.path] else { continue }
            let workflowStart = ContinuousClock.now
            onEvent(.workflowStarted(workflow, at: services.now))
            await run(workflow, runID: plan.id, sendGuard: sendGuard, onEvent: onEvent)
            onEvent(.workflowFinished(duration: .now - workflowStart))
        }
        onEvent(.runFinished(duration: .now - start, wasInterrupted: Task.isCancelled))
    }

    private func run(
        _ planned: PlannedWorkflow, runID: String, sendGuard: SendGuard, onEvent: (RunEvent) -> Void
    ) async {
        let runner = StepRunner(
            environment: planned.environment, signer: RequestSigner(planned.environment.credentials),
            transport: transport, services: services, sendGuard: sendGuard, otpSources: otpSources, recorder: recorder)
        var scope = RunScope(
            runID: runID, environment: planned.environment, variables: planned.variables,
            caseFields: planned.testCase?.fields ?? [:], environmentValues: planned.environmentValues,
            services: services)
        await withoutActuallyEscaping(onEvent) { onEvent in
            _ = await SequenceRunner(executor: runner, onEvent: onEvent).run(planned.sequence, scope: &scope)
        }
    }
}
