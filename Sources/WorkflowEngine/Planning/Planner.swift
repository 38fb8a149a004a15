import HTTP
import JSON
import Source
import WorkflowModel

/// Makes the plan of a run from decoded files. Everything that can be found wrong before the first request is.
package struct Planner: Sendable {
    private let resolver: CredentialResolver
    private let environmentVariable: @Sendable (String) -> String?
    /// The values of `--var` and `--vars-file`, which win over those of the workflows.
    private let overrides: [String: JSONValue]
    private let selection: Selection
    /// True where somebody is at the terminal who can type an OTP.
    private let canPrompt: Bool
    private let services: RunServices
    /// Those of the command line, by which an environment's can be tightened.
    private let limits: SendLimits
    /// The part of the run that this machine has; nil where it has all.
    private let shard: Shard?

    package init(
        resolver: CredentialResolver, environmentVariable: @escaping @Sendable (String) -> String?,
        overrides: [String: JSONValue], selection: Selection = .everything, canPrompt: Bool = false,
        services: RunServices, limits: SendLimits = SendLimits(), shard: Shard? = nil
    ) {
        self.resolver = resolver
        self.environmentVariable = environmentVariable
        self.overrides = overrides
        self.selection = selection
        self.canPrompt = canPrompt
        self.services = services
        self.limits = limits
        self.shard = shard
    }

    /// The environment with its credentials found, where the workflow's own go first; `sandbox` gives the address and
    /// keys of the sandbox that it names.
    package func target(
        _ environment: Environment, credentials: CredentialReferences, sandbox: SandboxEndpoint?
    ) async -> (target: TargetEnvironment?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        // What is sent to another process that says it is a sandbox is never a real key.
        let isElsewhere = if case .sandbox = environment.endpoint { true } else { false }
        func secret(_ reference: CredentialReference?, _ keyName: String, sandboxKey: Secret?) async -> Secret? {
            guard let reference, !isElsewhere else { return sandboxKey }
            do {
                return try await resolver.resolve(reference, keyName: keyName, environment: environment.name.value)
            } catch {
                diagnostics.append(error)
                return nil
            }
        }
        let references = credentials.before(environment.credentials)
        let developerKey = await secret(
            references.developerKey, "developer key", sandboxKey: sandbox?.credentials.developerKey)
        let accessKey = await secret(references.accessKey, "access key", sandboxKey: sandbox?.credentials.accessKey)
        let baseURL =
            switch environment.endpoint {
            case .baseURL(let url): url.value as String?
            case .embeddedSandbox, .sandbox: sandbox?.baseURL
            }
        let (tls, tlsProblems) = await resolver.tls(environment)
        diagnostics += tlsProblems
        let (whole, loosened) = environment.limits.tightened(by: limits)
        diagnostics += loosened.map { .loosenedLimit($0, of: environment) }
        let (limits, indivisible) = shard.map(whole.divided) ?? (whole, [])
        diagnostics += indivisible.map { .indivisibleLimit($0, over: shard?.count ?? 1, of: environment) }
        guard let developerKey, let accessKey, let baseURL, let tls, diagnostics.isEmpty else {
            return (nil, diagnostics)
        }
        let target = TargetEnvironment(
            path: environment.file.path, name: environment.name.value, baseURL: baseURL,
            initiatorID: environment.initiatorID.value,
            credentials: Credentials(developerKey: developerKey, accessKey: accessKey), timeout: environment.timeout,
            otpSource: environment.otpSource?.value ?? (sandbox == nil ? nil : .sandbox), limits: limits,
            isProduction: environment.isProduction, isSandbox: sandbox != nil, tls: tls)
        return (target, diagnostics)
    }

    /// A workflow in its environment, once for each of its cases, with the values of its variables, and its parameters
    /// checked where they are known.
    package func plan(
        _ workflow: Workflow, in environment: TargetEnvironment, runID: String
    ) -> (source: PlannedSource?, diagnostics: [Diagnostic]) {
        let sequence = StepSequence(workflow).selected(by: selection)
        let (environmentValues, missing) = environmentValues(of: workflow)
        let problems =
            selection.brokenReferences(in: workflow) + otpProblems(sequence, in: environment)
            + otherEnvironments(in: workflow, than: environment) + requiredVariables(of: workflow) + missing
        guard problems.isEmpty else { return (nil, problems) }
        let scope = RunScope(
            runID: runID, environment: environment, variables: overrides(of: workflow),
            environmentValues: environmentValues, services: services)
        return plan(workflow, sequence, in: scope, unknown: UnknownNames())
    }

    /// What is wrong with a workflow in an environment, as far as it can be told without credentials, the process's
    /// variables and those of the command line.
    package func problems(of workflow: Workflow, in environment: Environment) -> [Diagnostic] {
        let target = TargetEnvironment(withoutCredentials: environment)
        let sequence = StepSequence(workflow).selected(by: selection)
        let scope = RunScope(
            runID: "", environment: target, variables: overrides(of: workflow),
            environmentValues: environmentValues(of: workflow).values, services: services)
        let given = Set(overrides.keys)
        let unknown = workflow.variables.filter { variable in
            guard !given.contains(variable.name.value) else { return false }
            return switch variable.value {
            case .required: true
            case .environmentVariable(let name): scope.environmentValues[name.value] == nil
            case .template: false
            }
        }
        let problems =
            selection.brokenReferences(in: workflow) + otpProblems(sequence, in: target)
            + otherEnvironments(in: workflow, than: target)
        return problems
            + plan(workflow, sequence, in: scope, unknown: UnknownNames(variables: Set(unknown.map(\.name.value))))
            .diagnostics
    }

    /// `unknown` are variables whose values are not to be had: what needs them is not checked.
    private func plan(
        _ workflow: Workflow, _ sequence: StepSequence, in scope: RunScope, unknown: UnknownNames
    ) -> (source: PlannedSource?, diagnostics: [Diagnostic]) {
        let (values, unknown, problems) = variables(of: workflow, in: scope, unknown: unknown)
        guard problems.isEmpty else { return (nil, problems) }
        // What a function gives is another for each case.
        let isNewForEachCase = workflow.variables.contains { variable in
            if case .template(let template) = variable.value { template.callsFunction } else { false }
        }
        let rows: [TestCase?] = workflow.cases.isEmpty ? [nil] : workflow.cases.filter(selection.includes)
        @Sendable func row(_ testCase: TestCase?, _ repetition: Int = 1) -> (
            planned: PlannedWorkflow, diagnostics: [Diagnostic]
        ) {
            var scope = scope
            scope.variables = isNewForEachCase ? variables(of: workflow, in: scope, unknown: unknown).values : values
            let (fields, problems) =
                testCase.map { self.values(of: $0, workflow, in: scope, unknown: unknown) } ?? (nil, [])
            let planned = PlannedWorkflow(
                workflow: workflow, environment: scope.environment, variables: scope.variables, testCase: fields,
                environmentValues: scope.environmentValues, sequence: sequence, repetition: repetition)
            return (planned, problems)
        }
        var diagnostics: [Diagnostic] = []
        for testCase in rows {
            let (planned, problems) = row(testCase)
            guard problems.isEmpty else {
                diagnostics += problems
                continue
            }
            var unknown = unknown
            unknown.caseFields = Set(
                (testCase?.fields ?? []).filter { $0.value.reads(UnknownNames(variables: unknown.variables)) }.map(
                    \.name))
            let caseScope = RunScope(
                runID: scope.runID, environment: scope.environment, variables: planned.variables,
                caseFields: planned.testCase?.fields ?? [:], environmentValues: scope.environmentValues,
                services: services)
            let check = ValueCheck(overrides: overrides, testCase: testCase, unknown: unknown)
            diagnostics += check.problems(of: sequence, in: caseScope)
        }
        guard diagnostics.isEmpty else { return (nil, diagnostics) }
        let areCasesComputed =
            isNewForEachCase || rows.contains { $0?.fields.contains { $0.value.literal == nil } ?? false }
        return (
            PlannedSource(environment: scope.environment, count: rows.count, areCasesComputed: areCasesComputed) {
                row(rows[$0], $1).planned
            }, []
        )
    }

    /// The values of the command line, as the workflow declares them: for a variable that is a text, they are text, whatever
    /// they look like.
    private func overrides(of workflow: Workflow) -> [String: JSONValue] {
        var values = overrides
        for variable in workflow.variables {
            guard case .template(let template) = variable.value, case .string? = template.literal,
                let value = values[variable.name.value]
            else { continue }
            values[variable.name.value] = .string(value.writtenOut)
        }
        return values
    }

    /// The values of a workflow's variables, and which of them cannot be had.
    private func variables(
        of workflow: Workflow, in scope: RunScope, unknown: UnknownNames
    ) -> (values: [String: JSONValue], unknown: UnknownNames, diagnostics: [Diagnostic]) {
        var scope = scope
        var unknown = unknown
        var diagnostics: [Diagnostic] = []
        for variable in workflow.variables where scope.variables[variable.name.value] == nil {
            let name = variable.name.value
            switch variable.value {
            case .required: break
            case .environmentVariable(let variable): scope.variables[name] = scope.environmentValues[variable.value]
            case .template(let template):
                guard !template.reads(unknown) else {
                    unknown.variables.insert(name)
                    continue
                }
                do {
                    scope.variables[name] = try template.evaluate(in: scope)
                } catch {
                    diagnostics.append(.noValue(error))
                }
            }
        }
        return (scope.variables, unknown, diagnostics)
    }

    /// Workflows that are used and say that they are for another environment: one that is written for a sandbox must not
    /// text people because somebody uses it.
    private func otherEnvironments(in workflow: Workflow, than target: TargetEnvironment) -> [Diagnostic] {
        guard !target.isSandbox else { return [] }
        return workflow.allSteps.flatMap { step -> [Diagnostic] in
            guard case .use(let use) = step.action else { return [] }
            let name = use.workflow.environment?.value ?? target.name
            let own = name == target.name ? [] : [Diagnostic.otherEnvironment(name, than: target, at: use.path.range)]
            return own + otherEnvironments(in: use.workflow, than: target)
        }
    }

    private func requiredVariables(of workflow: Workflow) -> [Diagnostic] {
        workflow.variables.filter { $0.isRequired && overrides[$0.name.value] == nil }.map { .missingVariable($0.name) }
    }

    /// A row's fields; what is wrong where one that the workflow reads is not there.
    private func values(
        of testCase: TestCase, _ workflow: Workflow, in scope: RunScope, unknown: UnknownNames
    ) -> (PlannedCase, [Diagnostic]) {
        var fields: [String: JSONValue] = [:]
        var problems: [Diagnostic] = []
        for field in testCase.fields where !field.value.reads(unknown) {
            do {
                fields[field.name] = try field.value.evaluate(in: scope)
            } catch {
                problems.append(.noValue(error))
            }
        }
        for (name, range) in workflow.referencedCaseFields.sorted(by: { $0.key < $1.key })
        where !testCase.fields.contains(where: { $0.name == name }) {
            problems.append(.missingCaseField(name, of: testCase, usedAt: range))
        }
        let computed = Set(testCase.fields.filter { $0.value.literal == nil }.map(\.name))
        let planned = PlannedCase(
            number: testCase.number, title: testCase.title, fields: fields,
            computedFields: fields.filter { computed.contains($0.key) })
        return (planned, problems)
    }

    /// The process's variables that a workflow, and those that it uses, name.
    private func environmentValues(of workflow: Workflow) -> (values: [String: JSONValue], diagnostics: [Diagnostic]) {
        var values: [String: JSONValue] = [:]
        var missing: Set<String> = []
        var diagnostics: [Diagnostic] = []
        func visit(_ workflow: Workflow, given: Set<String>) {
            for variable in workflow.variables where !given.contains(variable.name.value) {
                guard case .environmentVariable(let name) = variable.value, values[name.value] == nil else { continue }
                if let text = environmentVariable(name.value) {
                    values[name.value] = CoreSchema.value(ofArgument: text)
                } else if missing.insert(name.value).inserted {
                    diagnostics.append(.unsetVariable(name, of: variable.name.value))
                }
            }
            for step in workflow.allSteps {
                if case .use(let use) = step.action { visit(use.workflow, given: Set(use.arguments.map(\.name))) }
            }
        }
        visit(workflow, given: Set(overrides.keys))
        return (values, diagnostics)
    }

    /// Steps that need an OTP which nothing here can give.
    private func otpProblems(_ sequence: StepSequence, in environment: TargetEnvironment) -> [Diagnostic] {
        sequence.leaves.compactMap { planned in
            guard let missing = planned.step.request?.missingOTP else { return nil }
            switch environment.otpSource {
            case nil: return .noOTPSource(environment, at: missing.range)
            case .prompt? where !canPrompt: return .noTerminal(environment, at: missing.range)
            case .prompt?, .sandbox?, .command?: return nil
            }
        }
    }
}

extension Diagnostic {
    fileprivate static func loosenedLimit(_ name: String, of environment: Environment) -> Diagnostic {
        .error(
            .loosenedLimit,
            "--\(name.replacing("_", with: "-")) would loosen '\(name)' of the environment '\(environment.name.value)'",
            at: environment.name.range, help: "an option only tightens; to allow more, change the environment")
    }

    fileprivate static func indivisibleLimit(_ name: String, over count: Int, of environment: Environment) -> Diagnostic
    {
        .error(
            .indivisibleLimit,
            "'\(name)' of the environment '\(environment.name.value)' is less than one for each of \(count) parts",
            at: environment.name.range, help: "run fewer parts: each has its share of the limit")
    }

    fileprivate static func unsetVariable(_ name: Located<String>, of variable: String) -> Diagnostic {
        .error(
            .missingVariable, "the environment variable \(name.value) is not set", at: name.range,
            help: "set it, or give --var \(variable)=VALUE")
    }

    fileprivate static func missingVariable(_ name: Located<String>) -> Diagnostic {
        .error(
            .missingVariable, "the variable '\(name.value)' has no value", at: name.range,
            help: "give --var \(name.value)=VALUE")
    }

    fileprivate static func missingCaseField(
        _ name: String, of testCase: TestCase, usedAt range: SourceRange
    ) -> Diagnostic {
        .error(
            .missingCaseField, "the case '\(testCase.title)' has no field '\(name)'", at: testCase.range,
            help: "add it", notes: [Note("it is read here", at: range)])
    }

    fileprivate static func otherEnvironment(
        _ name: String, than target: TargetEnvironment, at range: SourceRange
    ) -> Diagnostic {
        .error(
            .otherEnvironment, "this workflow is for '\(name)', and would run on '\(target.name)'", at: range,
            help: "if it may run anywhere, remove 'environment' from it")
    }

    fileprivate static func noOTPSource(_ environment: TargetEnvironment, at range: SourceRange) -> Diagnostic {
        .error(
            .noOTPSource, "the environment '\(environment.name)' does not say where the OTP comes from", at: range,
            help: "add 'otp: …' to the step, or 'otp_source: prompt' to \(environment.path)")
    }

    fileprivate static func noTerminal(_ environment: TargetEnvironment, at range: SourceRange) -> Diagnostic {
        .error(
            .noOTPSource, "the OTP of this step is asked for at a terminal, and there is none", at: range,
            help: "run it by hand, or on --env sandbox")
    }
}
