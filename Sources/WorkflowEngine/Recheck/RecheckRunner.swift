import Synchronization
import WorkflowModel

/// Judges the responses of an earlier run by the expectations as they are now. Nothing is sent.
package struct RecheckRunner: Sendable {
    private let name: @Sendable (String) -> String

    /// `name` gives the name by which a step is recorded.
    package init(name: @escaping @Sendable (String) -> String) {
        self.name = name
    }

    /// Tells `onEvent` what happens, as a run does. `recordings` are those of the plan's workflows, in order.
    package func run(
        _ plan: RunPlan, recordings: [RecordedWorkflow], onEvent: (RunEvent) -> Void
    ) async {
        let start = ContinuousClock.now
        let time = SettableTime()
        let services = RunServices(clock: { time.now }, random: { UInt64.random(in: .min ... .max) })
        onEvent(.runStarted(plan, at: services.now))
        for (index, (planned, recording)) in zip(plan.workflows, recordings).enumerated() {
            onEvent(.workflowStarted(index, at: services.now))
            let fields = (planned.testCase?.fields ?? [:]).merging(recording.caseFields) { $1 }
            var scope = RunScope(
                runID: plan.id, environment: planned.environment,
                variables: planned.variables.merging(recording.variables) { $1 }, caseFields: fields,
                environmentValues: planned.environmentValues, services: services)
            let executor = RecordedStepExecutor(recording: recording, time: time, name: name)
            await withoutActuallyEscaping(onEvent) { onEvent in
                let sequence = SequenceRunner(executor: executor) { onEvent(.stepFinished($0, workflow: index)) }
                _ = await sequence.run(planned.sequence, scope: &scope)
            }
            onEvent(.workflowFinished(index, duration: .zero))
        }
        onEvent(.runFinished(duration: .now - start, wasInterrupted: false))
    }
}

/// A clock that shows the time at which the exchange was judged first.
private final class SettableTime: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 0))

    var now: Timestamp {
        get { time.withLock(\.self) }
        set { time.withLock { $0 = newValue } }
    }
}

/// Takes the exchange of a step from a recording.
private struct RecordedStepExecutor: StepExecutor {
    let recording: RecordedWorkflow
    let time: SettableTime
    let name: @Sendable (String) -> String

    func run(_ step: Step, request: RequestTemplate, name: String, scope: inout RunScope) async -> StepResult {
        switch recording.steps[self.name(name)] {
        case nil:
            return StepResult(step: step, name: name, outcome: .skipped(.notRecorded))
        case .noResponse(let reason)?:
            let error = StepError(
                .notRecorded, "there is no response to judge: \(reason)", at: step.kind.range)
            return StepResult(step: step, name: name, outcome: .errored(error), secrets: recording.secrets)
        case .exchange(let exchange)?:
            time.now = exchange.time
            scope.variables.merge(exchange.variables) { $1 }
            let outcome = ExchangeEvaluation(exchange).outcome(of: step, scope: &scope)
            return StepResult(
                step: step, name: name, outcome: outcome, exchange: exchange, secrets: recording.secrets,
                duration: exchange.timings.total)
        }
    }

    /// What was waited for has been.
    func wait(_ duration: Duration) async {}
}
