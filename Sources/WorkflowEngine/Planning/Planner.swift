import JSON
import Source
import WorkflowModel

/// Makes the plan of a run from decoded files, and finds every problem that can be found before the first request.
package struct Planner: Sendable {
    let environmentVariable: @Sendable (String) -> String?
    /// The values of `--var` and `--vars-file`, which override the workflows' own.
    let overrides: [String: JSONValue]
    private let selection: Selection
    /// Whether somebody is at the terminal who can type an OTP.
    private let canPrompt: Bool
    private let services: RunServices
    /// Whether an environment variable without a value is no error, because a recording has the values.
    private let allowsMissingValues: Bool

    package init(
        environmentVariable: @escaping @Sendable (String) -> String?, overrides: [String: JSONValue],
        selection: Selection = .everything, canPrompt: Bool = false, allowsMissingValues: Bool = false,
        services: RunServices
    ) {
        self.environmentVariable = environmentVariable
        self.overrides = overrides
        self.selection = selection
        self.canPrompt = canPrompt
        self.services = services
        self.allowsMissingValues = allowsMissingValues
    }

    /// Plans a workflow in its environment, once for each case, with the values of its variables. Checks every known value.
    package func plan(
        _ workflow: Workflow, in environment: TargetEnvironment, runID: String
    ) async -> (source: PlannedSource?, diagnostics: [Diagnostic]) {
        let prepared = prepared(workflow, for: environment)
        let (environmentValues, missing) = environmentValues(of: prepared.workflow)
        let problems =
            problems(of: prepared, in: environment) + requiredVariables(of: prepared.workflow) + missing
            + shortSecrets(of: prepared.workflow, environmentValues)
        guard problems.isEmpty else { return (nil, withoutSecrets(problems, of: prepared.workflow)) }
        let cases = cases(of: prepared, in: environment, environmentValues, runID: runID)
        let diagnostics = withoutSecrets(await cases.problems(), of: prepared.workflow)
        return (diagnostics.isEmpty ? cases.source : nil, diagnostics)
    }

    /// The problems of a workflow in an environment. Needs no credentials. A variable without a value is not a problem yet.
    package func check(_ workflow: Workflow, in environment: TargetEnvironment) async -> [Diagnostic] {
        let prepared = prepared(workflow, for: environment)
        let problems = problems(of: prepared, in: environment)
        guard problems.isEmpty else { return withoutSecrets(problems, of: prepared.workflow) }
        let found = await cases(
            of: prepared, in: environment, environmentValues(of: prepared.workflow).values, runID: nil
        ).problems()
        return withoutSecrets(found, of: prepared.workflow)
    }

    /// What a workflow that has no problems would send in an environment, as far as it is known without credentials.
    package func preview(_ workflow: Workflow, in environment: TargetEnvironment) async -> PlanPreview {
        let prepared = prepared(workflow, for: environment)
        let cases = cases(of: prepared, in: environment, environmentValues(of: prepared.workflow).values, runID: nil)
        return await PlanPreview(RunPlan(id: "", workflows: PlannedWorkflows([cases.source])), services: services)
    }

    private func prepared(_ workflow: Workflow, for environment: TargetEnvironment) -> PreparedWorkflow {
        let workflow = workflow.adopting(environment.variables)
        let (given, problems) = given(to: workflow)
        return PreparedWorkflow(
            workflow: workflow, sequence: StepSequence(workflow).selected(by: selection), given: given,
            problemsOfGiven: problems)
    }

    /// `runID` is nil if the workflow is only checked.
    private func cases(
        of prepared: PreparedWorkflow, in environment: TargetEnvironment, _ environmentValues: [String: JSONValue],
        runID: String?
    ) -> PlannedCases {
        let scope = RunScope(
            runID: runID ?? "", environment: environment, environmentValues: environmentValues, services: services,
            isRunning: runID != nil)
        return PlannedCases(prepared.workflow, prepared.sequence, given: prepared.given, selection, scope)
    }

    private func problems(of prepared: PreparedWorkflow, in target: TargetEnvironment) -> [Diagnostic] {
        selection.brokenReferences(in: prepared.workflow) + prepared.problemsOfGiven
            + otpProblems(prepared.sequence, in: target) + otherEnvironments(in: prepared.workflow, than: target)
    }

    /// The values from the command line, with the types that the workflow declares. Without a declaration, the value that
    /// the workflow states says the type, if the text can be one of that type.
    private func given(to workflow: Workflow) -> (values: [String: JSONValue], problems: [Diagnostic]) {
        var values = overrides
        var problems: [Diagnostic] = []
        for variable in workflow.variables {
            let name = variable.name.value
            guard let given = values[name] else { continue }
            if let type = variable.type {
                if let value = type.value(of: given) {
                    values[name] = value
                } else {
                    problems.append(.notOfType(type, given, of: variable))
                }
            } else if let type = variable.literal.flatMap({ DeclaredType(of: $0) }) {
                values[name] = type.value(of: given) ?? given
            }
        }
        return (values, problems)
    }

    /// Errors for used workflows that declare another environment: a workflow that is written for a sandbox must not text people
    /// because another workflow uses it.
    private func otherEnvironments(in workflow: Workflow, than target: TargetEnvironment) -> [Diagnostic] {
        guard !target.isSandbox else { return [] }
        return workflow.allSteps.flatMap { step -> [Diagnostic] in
            guard case .use(let use) = step.action else { return [] }
            let inner = otherEnvironments(in: use.workflow, than: target)
            guard let name = use.workflow.environment?.value, name != target.name else { return inner }
            let message = "this workflow is for '\(name)', and would run on '\(target.name)'"
            let help = "if it may run anywhere, remove 'environment' from it"
            return [.error(.otherEnvironment, message, at: use.path.range, help: help)] + inner
        }
    }

    private func requiredVariables(of workflow: Workflow) -> [Diagnostic] {
        workflow.variables.filter { $0.isRequired && overrides[$0.name.value] == nil }.map(\.name).map { name in
            .error(
                .missingVariable, "the variable '\(name.value)' has no value", at: name.range,
                help: "give --var \(name.value)=VALUE")
        }
    }

    /// Errors for secret variables whose values are so short that they would be in any other text, and could not be hidden.
    private func shortSecrets(of workflow: Workflow, _ environmentValues: [String: JSONValue]) -> [Diagnostic] {
        workflow.variables.filter(\.isSecret).compactMap { variable in
            var value = overrides[variable.name.value] ?? variable.literal
            if value == nil, case .environmentVariable(let name) = variable.value {
                value = environmentValues[name.value]
            }
            guard let text = value?.writtenOut, 1..<4 ~= text.unicodeScalars.count else { return nil }
            return .error(
                .shortCredential,
                "the secret variable '\(variable.name.value)' has fewer than 4 characters, so it cannot be hidden",
                at: variable.name.range, help: "remove 'secret', or give a longer value")
        }
    }

    /// The environment variables that a workflow and the workflows that it uses name.
    private func environmentValues(of workflow: Workflow) -> (values: [String: JSONValue], diagnostics: [Diagnostic]) {
        var values: [String: JSONValue] = [:]
        var missing: Set<String> = []
        var diagnostics: [Diagnostic] = []
        func visit(_ workflow: Workflow, given: Set<String>) {
            for variable in workflow.variables where !given.contains(variable.name.value) {
                guard case .environmentVariable(let name) = variable.value else { continue }
                // A CI secret that is not set is empty.
                guard let text = environmentVariable(name.value), !text.isEmpty else {
                    guard !allowsMissingValues, variable.fallback == nil, missing.insert(name.value).inserted else {
                        continue
                    }
                    let isEmpty = environmentVariable(name.value) != nil
                    diagnostics.append(
                        .error(
                            .missingVariable,
                            "the environment variable \(name.value) is \(isEmpty ? "empty" : "not set")",
                            at: name.range,
                            help: isEmpty
                                ? "set it, or add default: \"\" if it may be empty"
                                : "set it, or give --var \(variable.name.value)=VALUE"))
                    continue
                }
                values[name.value] = .string(text)
                if let type = variable.type, type.value(of: .string(text)) == nil {
                    diagnostics.append(.notOfType(type, .string(text), of: variable))
                }
            }
            for step in workflow.allSteps {
                if case .use(let use) = step.action { visit(use.workflow, given: Set(use.arguments.map(\.name))) }
            }
        }
        visit(workflow, given: Set(overrides.keys))
        return (values, diagnostics)
    }

    /// Errors for steps that need an OTP, if nothing can provide it.
    private func otpProblems(_ sequence: StepSequence, in environment: TargetEnvironment) -> [Diagnostic] {
        sequence.leaves.compactMap { planned in
            guard let missing = planned.step.request?.missingOTP else { return nil }
            switch environment.otpSource {
            case nil where !missing.isRequired: return nil
            case nil:
                return .error(
                    .noOTPSource, "the environment '\(environment.name)' does not say where the OTP comes from",
                    at: missing.range, help: "add 'otp: …' to the step, or 'otp_source: prompt' to \(environment.path)")
            case .prompt? where !canPrompt:
                return .error(
                    .noOTPSource, "this step asks for its OTP at a terminal, and there is no terminal",
                    at: missing.range, help: "run it by hand, or on --env sandbox")
            case .prompt?, .sandbox?, .command?: return nil
            }
        }
    }
}

/// A workflow with its environment's variables, and what both its checks and its cases need of it.
private struct PreparedWorkflow {
    let workflow: Workflow
    let sequence: StepSequence
    /// The values from the command line.
    let given: [String: JSONValue]
    let problemsOfGiven: [Diagnostic]
}

extension Diagnostic {
    /// The value itself may be secret.
    fileprivate static func notOfType(_ type: DeclaredType, _ value: JSONValue, of variable: Variable) -> Diagnostic {
        let found = variable.isSecret || variable.name.value.namesSecret ? "the value given" : value.serialized
        return .error(
            .wrongType, "\(found) is not \(type.words), as the variable '\(variable.name.value)' is declared",
            at: variable.name.range)
    }
}
