import JSON
import WorkflowModel
import YAMLSource

/// Finds what is wrong with the values of steps that are known before the run: nobody should be texted by the first step
/// where the second cannot work.
struct ValueCheck {
    let overrides: [String: JSONValue]
    let testCase: TestCase?

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
            guard problems.isEmpty, let sequence = planned.substeps,
                use.arguments.allSatisfy({ $0.value.isKnownBeforeRun }), let inner = try? use.scope(in: scope)
            else { return problems }
            return ValueCheck(overrides: [:], testCase: nil).problems(of: sequence, in: inner)
        }
    }

    /// The value where it is known, or why it has none.
    private func value(of template: ValueTemplate, in scope: RunScope) -> (value: JSONValue?, problem: Diagnostic?) {
        guard template.literal == nil, template.isKnownBeforeRun else { return (template.literal, nil) }
        do {
            return (try template.evaluate(in: scope), nil)
        } catch {
            return (nil, .noValue(error))
        }
    }

    private func problem(of parameter: RequestParameter, in scope: RunScope) -> Diagnostic? {
        guard parameter.value.literal == nil else { return nil }
        let (value, problem) = value(of: parameter.value, in: scope)
        guard let value, let expected = parameter.format?.violation(value) else { return problem }
        return .invalidParameter(
            parameter.name, expected: expected, found: value.writtenOut, at: parameter.range,
            notes: parameter.value.origins(overrides: overrides, testCase))
    }

    private func problem(of condition: Condition, in scope: RunScope) -> Diagnostic? {
        guard ValueTemplate.expression(condition.expression).isKnownBeforeRun else { return nil }
        do {
            _ = try condition.isMet(in: scope)
            return nil
        } catch {
            return .noValue(error)
        }
    }
}

extension ValueTemplate {
    /// True where only variables, the case and the environment are referred to.
    fileprivate var isKnownBeforeRun: Bool {
        var isKnown = true
        forEachExpression { expression in
            if expression.callsFunction { isKnown = false }
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
