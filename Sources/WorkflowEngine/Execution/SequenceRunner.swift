import Expressions
import Source
import WorkflowModel

/// Walks the steps of a workflow in order, including the steps of the workflows that it uses, and reports each. Checks, previews,
/// runs and rechecks all use this code, so that they cannot reach different steps or values.
struct SequenceRunner<Executor: StepExecutor> {
    let executor: Executor
    var onStep: (StepResult) -> Void = { _ in }

    /// Runs `setup`, `steps` and `teardown`. Returns why the sequence ended early; nil if it did not.
    func run(_ sequence: StepSequence, scope: inout RunScope) async -> SkipReason? {
        var end: SkipReason?
        for step in sequence.setup + sequence.steps {
            if end == nil, Task.isCancelled { end = .interrupted }
            if let end {
                skip(step, end, scope: &scope)
            } else {
                end = await run(step, scope: &scope)
            }
        }
        for step in sequence.teardown {
            let ownEnd = await tearDown(step, scope: &scope)
            end = end ?? ownEnd
        }
        return end
    }

    /// Runs a step of the teardown, even after a failure. Skips it if a value that it needs was not captured.
    private func tearDown(_ step: PlannedStep, scope: inout RunScope) async -> SkipReason? {
        var missing = step.step.neededCaptures.filter { scope.captures[$0.step]?[$0.name] == nil }.map(\.step).min()
        do {
            if let condition = step.step.condition, try condition.isMet(in: scope) == false { missing = nil }
        } catch {
            // The condition needs the value of a missing capture.
            missing = missing ?? step.step.referencedSteps.keys.filter { scope.reasonsForNoCapture[$0] != nil }.min()
        }
        if Task.isCancelled {
            skip(step, .interrupted, scope: &scope)
        } else if let missing {
            skip(step, .needsStep(id: missing), scope: &scope)
        } else {
            return await run(step, scope: &scope)
        }
        return nil
    }

    private func run(_ planned: PlannedStep, scope: inout RunScope) async -> SkipReason? {
        let step = planned.step
        if planned.substeps == nil, let result = executor.earlier(planned, scope: &scope) {
            onStep(result)
            return end(after: result, planned, scope: &scope)
        }
        if let error = scope.lostValue(readBy: step) { return fail(planned, error, scope: &scope) }
        var isMet: Bool? = true
        do {
            if let condition = step.condition { isMet = try condition.isMet(in: scope) }
        } catch {
            guard executor.passes(error, reading: step.condition.map { .expression($0.expression) }, in: scope) else {
                return fail(planned, error, scope: &scope)
            }
            isMet = nil
        }
        if isMet == false {
            skip(planned, .conditionNotMet, scope: &scope)
            return nil
        }
        let wasConditional = scope.isConditional
        scope.isConditional = wasConditional || isMet == nil
        defer { scope.isConditional = wasConditional }
        switch step.action {
        case .request(let request):
            guard let result = await executor.run(planned, request, scope: &scope) else { return nil }
            onStep(result)
            return end(after: result, planned, scope: &scope)
        case .wait(let duration):
            await wait(planned, duration)
            return nil
        case .use(let use):
            let end = await run(use, planned, scope: &scope)
            return step.continuesOnFailure && !Task.isCancelled ? nil : end
        }
    }

    /// Why the sequence ends after the result of a step; nil if it goes on.
    private func end(after result: StepResult, _ planned: PlannedStep, scope: inout RunScope) -> SkipReason? {
        switch result.outcome {
        case .passed, .skipped(.conditionNotMet): return nil
        case .skipped(.notRecorded), .skipped(.recordedByStart):
            note(planned.step, "was not recorded", scope: &scope)
            return nil
        case .failed, .errored, .skipped:
            note(planned.step, "did not pass", scope: &scope)
            if Task.isCancelled { return .interrupted }
            return planned.step.continuesOnFailure ? nil : .earlierStepFailed(title: planned.name)
        }
    }

    private func run(_ use: WorkflowUse, _ planned: PlannedStep, scope: inout RunScope) async -> SkipReason? {
        guard let sequence = planned.substeps else { return nil }
        var (inner, problems) = scope.inner(of: use, in: planned.step)
        for problem in problems {
            let argument = use.arguments.first { $0.value.holds(problem.range) }
            guard executor.passes(problem, reading: argument?.value, in: scope) else {
                return fail(planned, problem, scope: &scope)
            }
        }
        let end = problems.isEmpty ? await run(sequence, scope: &inner) : nil
        scope.secrets = inner.secrets
        if let id = planned.step.id?.value {
            // If an output has no value because its step did not run, the step that reads the output reports this.
            for output in use.workflow.outputs {
                guard !inner.hasLost(output.value) else {
                    scope.lostCaptures.insert(Step.CaptureName(step: id, name: output.name.value))
                    continue
                }
                do {
                    let value = try output.value.resolve(in: inner)
                    // The workflow that uses it knows an output by its own name for it.
                    scope.captures[id, default: [:]][output.name.value] =
                        value.known == nil ? .unknown("steps.\(id).\(output.name.value)") : value
                } catch {
                    scope.reasonsForNoOutput[id, default: [:]][output.name.value] = error.message
                }
            }
            if end != nil { note(planned.step, "did not pass", scope: &scope) }
        }
        return end
    }

    private func wait(_ planned: PlannedStep, _ duration: Duration) async {
        let start = ContinuousClock.now
        await executor.wait(planned, duration)
        let outcome = Task.isCancelled ? StepOutcome.skipped(.interrupted) : .passed
        onStep(StepResult(step: planned.step, name: planned.name, outcome: outcome, duration: .now - start))
    }

    /// Reports a step that could not start. If it uses a workflow, the error is reported at the first of the workflow's steps that no
    /// earlier start of the run made.
    private func fail(_ planned: PlannedStep, _ error: EvaluationError, scope: inout RunScope) -> SkipReason? {
        var end: SkipReason?
        for leaf in planned.leaves {
            // The steps of a used workflow capture into a scope of their own.
            var own = scope
            if let result = executor.earlier(leaf, scope: &own) {
                onStep(result)
                switch result.outcome {
                case .passed, .skipped(.conditionNotMet): break
                case .failed, .errored, .skipped: end = end ?? .earlierStepFailed(title: leaf.name)
                }
            } else if let end {
                onStep(StepResult(leaf, .skipped(end)))
            } else {
                let error = StepError(.invalidValue, error.message, at: error.range)
                onStep(
                    StepResult(
                        step: leaf.step, name: leaf.name, outcome: .errored(error), secrets: scope.secrets.all))
                end = .earlierStepFailed(title: leaf.name)
            }
        }
        note(planned.step, "did not pass", scope: &scope)
        return planned.step.continuesOnFailure ? nil : end
    }

    private func skip(_ planned: PlannedStep, _ reason: SkipReason, scope: inout RunScope) {
        for leaf in planned.leaves { skip(leaf, reason, in: scope) }
        note(planned.step, "was skipped", scope: &scope)
    }

    /// What an earlier start made is told, even if this one does not come to it.
    private func skip(_ leaf: PlannedStep, _ reason: SkipReason, in scope: RunScope) {
        var scope = scope
        onStep(executor.earlier(leaf, scope: &scope) ?? StepResult(leaf, .skipped(reason)))
    }

    private func note(_ step: Step, _ reason: String, scope: inout RunScope) {
        if let id = step.id?.value { scope.reasonsForNoCapture[id] = reason }
    }
}

extension ValueTemplate {
    /// Whether one of its references starts at the same place as the range.
    fileprivate func holds(_ range: SourceRange) -> Bool {
        var holds = false
        forEachExpression { expression in
            expression.forEachReference { if $0.range.start == range.start { holds = true } }
        }
        return holds
    }
}
