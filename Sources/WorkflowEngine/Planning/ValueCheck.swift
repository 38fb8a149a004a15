import JSON
import WorkflowModel
import YAMLSource

/// Finds what is wrong with the values of steps that are known before the run: nobody should be texted by the first step
/// where the second cannot work.
struct ValueCheck {
    let overrides: [String: JSONValue]
    let testCase: TestCase?
    /// Variables whose values are not to be had yet.
    var unknown: Set<String> = []

    func problems(of sequence: StepSequence, in scope: RunScope) -> [Diagnostic] {
        sequence.all.flatMap { planned -> [Diagnostic] in
            let condition = planned.step.condition.flatMap { problem(of: $0, in: scope) }
            return (condition.map { [$0] } ?? []) + problems(of: planned, in: scope)
        }
    }

    private func problems(of planned: PlannedStep, in scope: RunScope) -> [Diagnostic] {
        switch planned.step.action {
        case .wait:
            return []
        case .request(let request):
            let parameters = (request.body ?? []) + request.query + request.headers
            let path = value(of: request.path, in: scope).problem.map { [$0] } ?? []
            return path + parameters.compactMap { problem(of: $0, in: scope) }
        case .use(let use):
            let problems = use.arguments.compactMap { value(of: $0.value, in: scope).problem }
            guard problems.isEmpty, let sequence = planned.substeps else { return problems }
            let (inner, unknown) = use.knownScope(in: scope) { isKnown($0) }
            return ValueCheck(overrides: [:], testCase: nil, unknown: unknown).problems(of: sequence, in: inner)
        }
    }

    /// The value where it is known, or why it has none.
    private func value(of template: ValueTemplate, in scope: RunScope) -> (value: JSONValue?, problem: Diagnostic?) {
        guard template.literal == nil, isKnown(template) else { return (template.literal, nil) }
        do {
            return (try template.evaluate(in: scope), nil)
        } catch {
            return (nil, .noValue(error))
        }
    }

    private func isKnown(_ template: ValueTemplate) -> Bool { template.isKnownBeforeRun && !template.reads(unknown) }

    private func problem(of parameter: RequestParameter, in scope: RunScope) -> Diagnostic? {
        guard parameter.value.literal == nil else { return nil }
        let (value, problem) = value(of: parameter.value, in: scope)
        guard let value, let expected = parameter.format?.violation(value) else { return problem }
        return .invalidParameter(
            parameter.name, expected: expected, found: value.writtenOut, at: parameter.range,
            notes: parameter.value.origins(overrides: overrides, testCase))
    }

    private func problem(of condition: Condition, in scope: RunScope) -> Diagnostic? {
        guard isKnown(.expression(condition.expression)) else { return nil }
        do {
            _ = try condition.isMet(in: scope)
            return nil
        } catch {
            return .noValue(error)
        }
    }
}

extension WorkflowUse {
    /// What the steps of the workflow read, as far as it is known before the run, and the variables that are not.
    fileprivate func knownScope(
        in outer: RunScope, isKnown: (ValueTemplate) -> Bool
    ) -> (scope: RunScope, unknown: Set<String>) {
        var inner = RunScope(
            runID: outer.runID, environment: outer.environment, variables: [:],
            environmentValues: outer.environmentValues, services: outer.services)
        var unknown: Set<String> = []
        for argument in arguments {
            inner.variables[argument.name] = isKnown(argument.value) ? try? argument.value.evaluate(in: outer) : nil
            if inner.variables[argument.name] == nil { unknown.insert(argument.name) }
        }
        for variable in workflow.variables where inner.variables[variable.name.value] == nil {
            let name = variable.name.value
            guard !unknown.contains(name) else { continue }
            switch variable.value {
            case .required: break
            case .environmentVariable(let variable): inner.variables[name] = outer.environmentValues[variable.value]
            case .template(let template):
                let isKnown = template.isKnownBeforeRun && !template.reads(unknown)
                inner.variables[name] = isKnown ? try? template.evaluate(in: inner) : nil
            }
            if inner.variables[name] == nil { unknown.insert(name) }
        }
        return (inner, unknown)
    }
}

extension ValueTemplate {
    var callsFunction: Bool {
        var calls = false
        forEachExpression { if $0.callsFunction { calls = true } }
        return calls
    }

    /// True where one of these variables is referred to.
    func reads(_ variables: Set<String>) -> Bool {
        guard !variables.isEmpty else { return false }
        var reads = false
        forEachExpression { expression in
            expression.forEachReference { reference in
                if reference.root == .vars, case .member(let name)? = reference.path.segments.first,
                    variables.contains(name)
                {
                    reads = true
                }
            }
        }
        return reads
    }

    /// True where only variables, the case and the environment are referred to.
    fileprivate var isKnownBeforeRun: Bool {
        var isKnown = !callsFunction
        forEachExpression { expression in
            expression.forEachReference { reference in
                if ![.vars, .caseFields, .env].contains(reference.root) { isKnown = false }
            }
        }
        return isKnown
    }

    /// Where a value comes from that the line in question does not show.
    fileprivate func origins(overrides: [String: JSONValue], _ testCase: TestCase?) -> [Diagnostic.Note] {
        var notes: [Diagnostic.Note] = []
        forEachExpression { expression in
            expression.forEachReference { reference in
                guard case .member(let name)? = reference.path.segments.first else { return }
                if reference.root == .vars, overrides[name] != nil {
                    notes.append(Diagnostic.Note("the value of '\(name)' was given on the command line"))
                } else if reference.root == .caseFields, let testCase {
                    notes.append(Diagnostic.Note("in the case '\(testCase.title)'", at: testCase.range))
                }
            }
        }
        return notes
    }
}

extension Diagnostic {
    static func noValue(_ error: EvaluationError) -> Diagnostic {
        .error("no_value", error.message, at: error.range)
    }
}
