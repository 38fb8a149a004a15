import Expressions
import JSON
import Source
import WorkflowModel

/// Finds what is wrong with the values of steps that are known before the run: nobody should be texted by the first step
/// where the second cannot work.
struct ValueCheck {
    let overrides: [String: JSONValue]
    let testCase: TestCase?
    /// Names whose values are not to be had yet.
    var unknown = UnknownNames()

    func problems(of sequence: StepSequence, in scope: RunScope) -> [Diagnostic] {
        sequence.all.flatMap { planned -> [Diagnostic] in
            switch planned.step.condition.map({ outcome(of: $0, in: scope) }) {
            // What does not run need not work.
            case .known(false)?: []
            case .problem(let problem)?: [problem] + problems(of: planned, in: scope)
            case .known(true)?, .unknown?, nil: problems(of: planned, in: scope)
            }
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
            let inside = ValueCheck(overrides: [:], testCase: nil, unknown: unknown).problems(of: sequence, in: inner)
            guard !inside.isEmpty else { return [] }
            // Where the values come from is nothing that the workflow that is used could show.
            let origins = use.arguments.flatMap { $0.value.origins(overrides: overrides, testCase) }.prefix(1)
            let notes = [Diagnostic.Note("it is used here", at: planned.step.kind.range)] + origins
            return inside.map { $0.with(notes) }
        }
    }

    /// The value where it is known, or why it has none.
    private func value(of template: ValueTemplate, in scope: RunScope) -> (value: JSONValue?, problem: Diagnostic?) {
        guard template.literal == nil, isKnown(template) else { return (template.literal, nil) }
        do {
            return (try template.evaluate(in: scope), nil)
        } catch {
            return (nil, .noValue(error, notes: template.origins(overrides: overrides, testCase)))
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

    private enum ConditionOutcome {
        case known(Bool)
        case unknown
        case problem(Diagnostic)
    }

    private func outcome(of condition: Condition, in scope: RunScope) -> ConditionOutcome {
        let template = ValueTemplate.expression(condition.expression)
        guard isKnown(template) else { return .unknown }
        do {
            return .known(try condition.isMet(in: scope))
        } catch {
            return .problem(.noValue(error, notes: template.origins(overrides: overrides, testCase)))
        }
    }
}

/// Names of a workflow whose values are not to be had before its run.
struct UnknownNames {
    var variables: Set<String> = []
    var caseFields: Set<String> = []

    var isEmpty: Bool { variables.isEmpty && caseFields.isEmpty }
}

extension WorkflowUse {
    /// What the steps of the workflow read, as far as it is known before the run, and the variables that are not.
    fileprivate func knownScope(
        in outer: RunScope, isKnown: (ValueTemplate) -> Bool
    ) -> (scope: RunScope, unknown: UnknownNames) {
        var inner = RunScope(
            runID: outer.runID, environment: outer.environment, variables: [:],
            environmentValues: outer.environmentValues, services: outer.services)
        var unknown = UnknownNames()
        for argument in arguments {
            inner.variables[argument.name] = isKnown(argument.value) ? try? argument.value.evaluate(in: outer) : nil
            if inner.variables[argument.name] == nil { unknown.variables.insert(argument.name) }
        }
        for variable in workflow.variables where inner.variables[variable.name.value] == nil {
            let name = variable.name.value
            guard !unknown.variables.contains(name) else { continue }
            switch variable.value {
            case .required: break
            case .environmentVariable(let variable): inner.variables[name] = outer.environmentValues[variable.value]
            case .template(let template):
                let isKnown = template.isKnownBeforeRun && !template.reads(unknown)
                inner.variables[name] = isKnown ? try? template.evaluate(in: inner) : nil
            }
            if inner.variables[name] == nil { unknown.variables.insert(name) }
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

    /// True where one of these names is referred to.
    func reads(_ unknown: UnknownNames) -> Bool {
        guard !unknown.isEmpty else { return false }
        var reads = false
        forEachExpression { expression in
            expression.forEachReference { reference in
                guard case .member(let name)? = reference.path.segments.first else { return }
                switch reference.root {
                case .vars: reads = reads || unknown.variables.contains(name)
                case .caseFields: reads = reads || unknown.caseFields.contains(name)
                default: break
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
    static func noValue(_ error: EvaluationError, notes: [Note] = []) -> Diagnostic {
        .error(.noValue, error.message, at: error.range, notes: notes)
    }
}
