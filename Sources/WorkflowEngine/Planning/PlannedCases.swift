import Expressions
import JSON
import Source
import Synchronization
import WorkflowModel

/// The cases of a workflow in an environment, each with its values. A workflow without cases counts as one case.
struct PlannedCases: Sendable {
    private let workflow: Workflow
    private let sequence: StepSequence
    /// The values from the command line.
    private let given: [String: JSONValue]
    /// The indices of the selected cases; nil stands for a workflow without cases.
    private let rows: [Int32?]
    /// The scope before variables and fields are set.
    private let scope: RunScope
    /// Whether a variable calls a function, so that its value differs for each case.
    private let isNewForEachCase: Bool
    /// The variables in the run, if they are the same for all cases.
    private let sharedVariables: [String: ExpressionValue]?

    init(
        _ workflow: Workflow, _ sequence: StepSequence, given: [String: JSONValue], _ selection: Selection,
        _ scope: RunScope
    ) {
        self.workflow = workflow
        self.sequence = sequence
        self.given = given
        self.scope = scope
        rows =
            workflow.cases.isEmpty
            ? [nil] : workflow.cases.indices.filter { selection.includes(workflow.cases[$0]) }.map { Int32($0) }
        isNewForEachCase = workflow.variables.contains { variable in
            if case .template(let template) = variable.value { template.callsFunction } else { false }
        }
        var shared = scope
        shared.variables = given.mapValues { .known($0) }
        sharedVariables = isNewForEachCase || !shared.resolveVariables(of: workflow).isEmpty ? nil : shared.variables
    }

    /// Problems with the values that are known before the run. They are found early, because otherwise the first step could text
    /// somebody although the second cannot work.
    func problems() async -> [Diagnostic] {
        var before = scope
        before.isRunning = false
        before.variables = given.mapValues { .known($0) }
        let problems = before.resolveVariables(of: workflow).map { Diagnostic.noValue($0) }
        guard problems.isEmpty else { return problems }
        var diagnostics: [Diagnostic] = []
        for row in rows.indices {
            let testCase = testCase(row)
            let (planned, problems) = planned(testCase, isRunning: false)
            guard problems.isEmpty else {
                diagnostics += problems
                continue
            }
            var scope = planned.scope
            scope.origins = ValueOrigins(givenVariables: Set(given.keys), testCase: testCase)
            let executor = CheckExecutor()
            _ = await SequenceRunner(executor: executor).run(sequence, scope: &scope)
            diagnostics += executor.problems
        }
        return diagnostics
    }

    var source: PlannedSource {
        let areComputed =
            isNewForEachCase || rows.indices.contains { testCase($0)?.fields.contains { $0.1.literal == nil } ?? false }
        return PlannedSource(environment: scope.environment, count: rows.count, areCasesComputed: areComputed) {
            planned(testCase($0), repetition: $1, isRunning: $2).planned
        }
    }

    private func testCase(_ row: Int) -> TestCase? { rows[row].map { workflow.cases[Int($0)] } }

    private func planned(
        _ testCase: TestCase?, repetition: Int = 1, isRunning: Bool
    ) -> (planned: PlannedWorkflow, problems: [Diagnostic]) {
        var scope = scope
        scope.isRunning = isRunning
        if isRunning, let sharedVariables {
            scope.variables = sharedVariables
        } else {
            scope.variables = given.mapValues { .known($0) }
            _ = scope.resolveVariables(of: workflow)
        }
        let (fields, problems) = testCase.map { values(of: $0, in: &scope) } ?? (nil, [])
        return (
            PlannedWorkflow(workflow, scope: scope, testCase: fields, sequence: sequence, repetition: repetition),
            problems
        )
    }

    /// The fields of a case, and problems with them. A field that the workflow reads but the case does not have is a problem too.
    private func values(of testCase: TestCase, in scope: inout RunScope) -> (PlannedCase, [Diagnostic]) {
        var problems: [Diagnostic] = []
        for (name, value) in testCase.fields {
            do {
                scope.caseFields[name] = try value.resolve(in: scope)
            } catch {
                problems.append(.noValue(error))
            }
        }
        let unset = scope.isRunning ? [:] : workflow.referencedCaseFields.filter { scope.caseFields[$0.key] == nil }
        // A field whose value has a problem is not set either.
        let names = unset.isEmpty ? [] : Set(testCase.fieldNames)
        for (name, range) in unset.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
            problems.append(
                .error(
                    .missingCaseField, "the case '\(testCase.title)' has no field '\(name)'", at: testCase.range,
                    help: "add it", notes: [Diagnostic.Note("it is read here", at: range)]))
        }
        var computed: [String: JSONValue] = [:]
        for (name, value) in testCase.fields where value.literal == nil {
            computed[name] = scope.caseFields[name]?.known
        }
        let planned = PlannedCase(
            number: testCase.number, title: testCase.title, identity: testCase.identity, computedFields: computed)
        return (planned, problems)
    }
}

/// Finds problems with the values of steps, without sending anything.
private final class CheckExecutor: StepExecutor {
    private let found = Mutex<[Diagnostic]>([])

    var problems: [Diagnostic] { found.withLock(\.self) }

    func run(_ planned: PlannedStep, _ template: RequestTemplate, scope: inout RunScope) async -> StepResult? {
        let draft = RequestDraft(template, in: scope)
        var problems =
            draft.problems.map { $0.diagnostic(scope.origins) } + expectationProblems(planned.step, draft, scope)
        // What the path says before its values are known was checked when it was decoded.
        if case .poll? = planned.step.repetition, let effect = draft.effect, template.effects.onlyReads {
            problems.append(.pollOfEffect(effect.kinds, at: planned.step.kind.range))
        }
        if !problems.isEmpty { found.withLock { $0 += problems } }
        scope.captureLater(planned.step)
        return nil
    }

    /// Problems with operands whose values come from variables, cases or the environment.
    private func expectationProblems(_ step: Step, _ draft: RequestDraft, _ scope: RunScope) -> [Diagnostic] {
        let expectations = step.expectations.filter(\.hasExpressions)
        guard !expectations.isEmpty else { return [] }
        var scope = scope
        scope.request = PlannedRequestValues(body: draft.recordedBody, query: draft.queryObject)
        return expectations.flatMap { $0.problems(in: scope) }.map { problem in
            problem.diagnostic.with(scope.origins.notes(for: problem.operand))
        }
    }

    func passes(_ error: EvaluationError, reading template: ValueTemplate?, in scope: RunScope) -> Bool {
        found.withLock { $0.append(.noValue(error, notes: scope.origins.notes(for: template))) }
        return true
    }
}

extension ValueTemplate {
    fileprivate var callsFunction: Bool {
        var calls = false
        forEachExpression { if $0.callsFunction { calls = true } }
        return calls
    }
}
