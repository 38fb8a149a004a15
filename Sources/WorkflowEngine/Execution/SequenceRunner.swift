import Expressions
import JSON
import WorkflowModel

/// Runs the steps of a workflow in order, those of the workflows that it uses among them, and tells of each.
struct SequenceRunner<Executor: StepExecutor> {
    let executor: Executor
    let onStep: (StepResult) -> Void

    /// Runs `setup`, `steps` and `teardown`. Returns why the sequence did not come to its end, if it did not.
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

    /// A step of the teardown runs whatever came before it, but for what it cannot do without.
    private func tearDown(_ step: PlannedStep, scope: inout RunScope) async -> SkipReason? {
        var missing = step.step.neededCaptures.filter { scope.captures[$0.step]?[$0.name] == nil }.map(\.step).min()
        do {
            if let condition = step.step.condition, try !condition.isMet(in: scope) { missing = nil }
        } catch {
            // It asks more of a capture than whether it is there.
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
        do {
            if let condition = step.condition, try !condition.isMet(in: scope) {
                skip(planned, .conditionNotMet, scope: &scope)
                return nil
            }
        } catch {
            return fail(planned, StepError(.invalidValue, error.message, at: error.range), scope: &scope)
        }
        switch step.action {
        case .request(let request):
            let result = await executor.run(step, request: request, name: planned.name, scope: &scope)
            onStep(result)
            if case .passed = result.outcome { return nil }
            if case .skipped(.notRecorded) = result.outcome {
                note(step, "was not recorded", scope: &scope)
                return nil
            }
            note(step, "did not pass", scope: &scope)
            if Task.isCancelled { return .interrupted }
            return step.continuesOnFailure ? nil : .earlierStepFailed(title: planned.name)
        case .wait(let duration):
            await wait(planned, duration)
            return nil
        case .use(let use):
            let end = await run(use, planned, scope: &scope)
            return step.continuesOnFailure && !Task.isCancelled ? nil : end
        }
    }

    private func run(_ use: WorkflowUse, _ planned: PlannedStep, scope: inout RunScope) async -> SkipReason? {
        guard let sequence = planned.substeps else { return nil }
        var inner: RunScope
        do {
            inner = try use.scope(in: scope)
        } catch {
            return fail(planned, StepError(.invalidValue, error.message, at: error.range), scope: &scope)
        }
        let end = await run(sequence, scope: &inner)
        scope.secrets = inner.secrets
        if let id = planned.step.id?.value {
            // An output that has no value, because its step did not run, is told where it is used.
            for output in use.workflow.outputs {
                do {
                    scope.captures[id, default: [:]][output.name.value] = try output.value.evaluate(in: inner)
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
        await executor.wait(duration)
        onStep(
            StepResult(
                step: planned.step, name: planned.name,
                outcome: Task.isCancelled ? .skipped(.interrupted) : .passed, duration: .now - start))
    }

    /// Reports a step that could not begin; of a step that uses a workflow, the first of its steps.
    private func fail(_ planned: PlannedStep, _ error: StepError, scope: inout RunScope) -> SkipReason? {
        let leaves = planned.leaves
        if let first = leaves.first {
            onStep(
                StepResult(
                    step: first.step, name: first.name, outcome: .errored(error), secrets: scope.secrets.all,
                    send: first.step.textsPerson ? .notSent : nil))
        }
        let end = SkipReason.earlierStepFailed(title: leaves.first?.name ?? planned.name)
        for leaf in leaves.dropFirst() {
            onStep(StepResult(step: leaf.step, name: leaf.name, outcome: .skipped(end)))
        }
        note(planned.step, "did not pass", scope: &scope)
        return planned.step.continuesOnFailure ? nil : end
    }

    private func skip(_ planned: PlannedStep, _ reason: SkipReason, scope: inout RunScope) {
        for leaf in planned.leaves {
            onStep(StepResult(step: leaf.step, name: leaf.name, outcome: .skipped(reason)))
        }
        note(planned.step, "was skipped", scope: &scope)
    }

    private func note(_ step: Step, _ reason: String, scope: inout RunScope) {
        if let id = step.id?.value { scope.reasonsForNoCapture[id] = reason }
    }
}

extension WorkflowUse {
    /// What the expressions of the workflow read: its own variables, with the values that it is given.
    func scope(in outer: RunScope) throws(EvaluationError) -> RunScope {
        var inner = RunScope(
            runID: outer.runID, environment: outer.environment, variables: [:],
            environmentValues: outer.environmentValues, services: outer.services)
        inner.secrets = outer.secrets
        inner.computedVariables = Set(
            arguments.map(\.name) + workflow.variables.filter { $0.literal == nil }.map(\.name.value))
        for argument in arguments { inner.variables[argument.name] = try argument.value.evaluate(in: outer) }
        for variable in workflow.variables where inner.variables[variable.name.value] == nil {
            switch variable.value {
            case .template(let template): inner.variables[variable.name.value] = try template.evaluate(in: inner)
            case .environmentVariable(let name):
                inner.variables[variable.name.value] = outer.environmentValues[name.value]
            case .required: break
            }
        }
        return inner
    }
}
