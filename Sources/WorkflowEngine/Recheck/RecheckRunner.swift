import JSON
import Source
import Synchronization
import Times
import WorkflowModel

/// Judges the responses of an earlier run by the expectations as they are now. Nothing is sent.
package struct RecheckRunner: Sendable {
    private let name: @Sendable (String) -> String

    /// `name` returns the name under which a step is recorded.
    package init(name: @escaping @Sendable (String) -> String) {
        self.name = name
    }

    /// Calls `onEvent` with each event, as a run does. `recordings` has one recording for each workflow of the plan, in order.
    package func run(
        _ plan: RunPlan, recordings: [RecordedWorkflow], onEvent: (RunEvent) -> Void
    ) async {
        let start = ContinuousClock.now
        let time = SettableTime()
        time.now = recordings.first?.startedAt ?? time.now
        onEvent(.runStarted(plan, at: time.now))
        for (index, (planned, recording)) in zip(plan.workflows, recordings).enumerated() {
            time.now = recording.startedAt
            onEvent(.workflowStarted(planned, index, at: time.now))
            var duration = Duration.zero
            let executor = RecordedStepExecutor(recording, of: planned, time: time, name: name)
            var scope = executor.scope(of: planned)
            await withoutActuallyEscaping(onEvent) { onEvent in
                let sequence = SequenceRunner(executor: executor) {
                    duration += $0.duration
                    onEvent(.stepFinished($0, workflow: index))
                }
                await HiddenTexts.$current.withValue(HiddenTexts(recording.hiddenTexts)) {
                    _ = await sequence.run(planned.sequence, scope: &scope)
                }
            }
            onEvent(.workflowFinished(index, duration: duration))
        }
        onEvent(.runFinished(duration: .now - start, wasInterrupted: false))
    }
}

/// A clock that shows the time at which an exchange was first judged.
private final class SettableTime: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 0))

    var now: Timestamp {
        get { time.withLock(\.self) }
        set { time.withLock { $0 = newValue } }
    }
}

/// Takes the exchanges of steps from a recording.
private struct RecordedStepExecutor: StepExecutor {
    private let recording: RecordedWorkflow
    private let time: SettableTime
    /// The recorded steps, by the name of the current step.
    private var steps: [String: RecordedWorkflow.Step] = [:]

    init(
        _ recording: RecordedWorkflow, of planned: PlannedWorkflow, time: SettableTime, name: (String) -> String
    ) {
        self.recording = recording
        self.time = time
        var counts: [String: Int] = [:]
        for leaf in planned.sequence.leaves {
            let recordedName = name(leaf.name)
            let place = counts[recordedName, default: 0]
            counts[recordedName] = place + 1
            if let recorded = recording.steps[recordedName], place < recorded.count {
                steps[leaf.name] = recorded[place]
            }
        }
    }

    func scope(of planned: PlannedWorkflow) -> RunScope {
        var scope = planned.scope
        scope.variables.merge(recording.variables.mapValues { .known($0) }) { $1 }
        scope.caseFields.merge(recording.caseFields.mapValues { .known($0) }) { $1 }
        scope.services = RunServices(clock: { [time] in time.now }, random: { UInt64.random(in: .min ... .max) })
        return scope
    }

    func run(_ planned: PlannedStep, _ request: RequestTemplate, scope: inout RunScope) async -> StepResult? {
        let (step, name) = (planned.step, planned.name)
        switch steps[name] {
        case nil:
            return StepResult(planned, .skipped(.notRecorded))
        case .nothing:
            return StepResult(planned, .skipped(.didNotRun))
        case .ofStart(let start):
            return StepResult(planned, .skipped(.recordedByStart(start)))
        case .noResponse(let reason):
            let error = StepError(.notRecorded, "there is no response to judge: \(reason)", at: step.kind.range)
            return StepResult(step: step, name: name, outcome: .errored(error), secrets: recording.secrets)
        case .exchange(let exchange):
            time.now = exchange.time
            scope.variables.merge(exchange.variables.mapValues { .known($0) }) { $1 }
            let evaluation = ExchangeEvaluation(exchange)
            let outcome = evaluation.outcome(of: step, scope: &scope)
            return StepResult(
                step: step, name: name, outcome: judged(outcome, step, evaluation, scope), exchange: exchange,
                secrets: recording.secrets,
                warnings: evaluation.warnings(of: step, in: scope.environment, outcome: outcome),
                duration: exchange.timings.total)
        }
    }

    /// Turns an outcome into an error if a text that stands in the place of another may be the cause.
    private func judged(
        _ outcome: StepOutcome, _ step: Step, _ evaluation: ExchangeEvaluation, _ scope: RunScope
    ) -> StepOutcome {
        func unjudged(_ subject: Expectation.Subject, at range: SourceRange, _ what: String, _ help: String)
            -> StepOutcome
        {
            .errored(
                StepError(
                    .notRecorded, "cannot be judged: \(what) in \(subject.text) is hidden in the recording", at: range,
                    help: help))
        }
        let forNumbers = "a run with --show-recipients records whole numbers"
        let forSecrets = "a secret is never recorded: expect its 'format' or its 'length'"
        switch outcome {
        case .errored, .skipped: return outcome
        case .failed(let failures):
            if let failure = failures.first(where: isUncertain) {
                return unjudged(failure.subject, at: failure.range, "a number", forNumbers)
            }
            if let failure = failures.first(where: { hangsOnSecret($0, step) }) {
                return unjudged(failure.subject, at: failure.range, "a string", forSecrets)
            }
            return outcome
        case .passed:
            if let expectation = evaluation.expectation(of: step, reading: Array(recording.hiddenNumbers), scope: scope)
            {
                return unjudged(expectation.subject, at: expectation.range, "a number", forNumbers)
            }
            if let expectation = evaluation.expectation(of: step, reading: recording.hiddenStrings, scope: scope) {
                return unjudged(expectation.subject, at: expectation.range, "a string", forSecrets)
            }
            return outcome
        }
    }

    /// Whether the secret itself, and not the text in its place, could meet an expectation that is false.
    private func hangsOnSecret(_ failure: ExpectationFailure, _ step: Step) -> Bool {
        let hidden = recording.hiddenStrings
        guard hidden.contains(where: { failure.actual.contains($0) || failure.expected.contains($0) }) else {
            return false
        }
        let expectation = step.expectations.first { $0.range.start == failure.range.start }
        if expectation?.matcher.readsCharacters ?? false { return true }
        // The text in its place is as long as the secret.
        return failure.expected.hasPrefix("one of ")
            || failure.expected.hasPrefix("\"") && failure.expected.count == failure.actual.count
    }

    private func isUncertain(_ failure: ExpectationFailure) -> Bool {
        guard recording.hiddenNumbers.contains(where: { failure.actual.contains($0) || failure.expected.contains($0) })
        else { return false }
        // If the visible digits differ, the numbers differ.
        let isNumber = failure.expected.count == 12 && failure.expected.allSatisfy { $0.isNumber || $0 == "\"" }
        return !isNumber || ends(failure.expected) == ends(failure.actual)
    }

    /// The visible digits of a masked number, with its quotes.
    private func ends(_ quoted: String) -> String { "\(quoted.prefix(3))\(quoted.suffix(4))" }
}
