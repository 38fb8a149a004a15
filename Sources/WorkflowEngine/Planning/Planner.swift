import JSON
import WorkflowModel
import YAMLSource

/// Makes the plan of a run from decoded files. Everything that can be found wrong before the first request is.
package struct Planner: Sendable {
    private let resolver: CredentialResolver
    private let environmentVariable: @Sendable (String) -> String?
    /// The values of `--var`, which win over those of the workflows.
    private let overrides: [String: JSONValue]
    private let services: RunServices

    package init(
        resolver: CredentialResolver, environmentVariable: @escaping @Sendable (String) -> String?,
        overrides: [String: JSONValue], services: RunServices
    ) {
        self.resolver = resolver
        self.environmentVariable = environmentVariable
        self.overrides = overrides
        self.services = services
    }

    /// The environment with its credentials found; `sandbox` gives the address and keys of the embedded sandbox.
    package func target(
        _ environment: Environment, sandbox: SandboxEndpoint?
    ) -> (target: TargetEnvironment?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        func secret(_ reference: CredentialReference?, _ keyName: String, sandboxKey: Secret?) -> Secret? {
            guard let reference else { return sandboxKey }
            do {
                return try resolver.resolve(reference, keyName: keyName, environment: environment.name.value)
            } catch {
                diagnostics.append(error)
                return nil
            }
        }
        let developerKey = secret(
            environment.developerKey, "developer key", sandboxKey: sandbox?.credentials.developerKey)
        let accessKey = secret(environment.accessKey, "access key", sandboxKey: sandbox?.credentials.accessKey)
        let baseURL =
            switch environment.endpoint {
            case .baseURL(let url): url.value as String?
            case .embeddedSandbox: sandbox?.baseURL
            }
        guard let developerKey, let accessKey, let baseURL else { return (nil, diagnostics) }
        let target = TargetEnvironment(
            path: environment.file.path, name: environment.name.value, baseURL: baseURL,
            initiatorID: environment.initiatorID.value,
            credentials: Credentials(developerKey: developerKey, accessKey: accessKey), timeout: environment.timeout,
            limits: environment.limits, isProduction: environment.isProduction, isSandbox: sandbox != nil)
        return (target, diagnostics)
    }

    /// A workflow in its environment, with the values of its variables, and its parameters checked where they are known.
    package func plan(
        _ workflow: Workflow, in environment: TargetEnvironment, runID: String
    ) -> (workflow: PlannedWorkflow?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var scope = RunScope(runID: runID, environment: environment, variables: overrides, services: services)
        for variable in workflow.variables where overrides[variable.name.value] == nil {
            do {
                scope.variables[variable.name.value] = try value(of: variable, in: scope)
            } catch {
                diagnostics.append(error)
                scope.variables[variable.name.value] = .null
            }
        }
        if diagnostics.isEmpty {
            diagnostics = workflow.steps.flatMap { step in
                ((step.request.body ?? []) + step.request.query).compactMap { check($0, in: scope) }
            }
        }
        guard diagnostics.isEmpty else { return (nil, diagnostics) }
        return (PlannedWorkflow(workflow: workflow, environment: environment, variables: scope.variables), [])
    }

    private func value(of variable: Variable, in scope: RunScope) throws(Diagnostic) -> JSONValue {
        switch variable.value {
        case .environmentVariable(let name):
            guard let text = environmentVariable(name.value) else {
                throw .unsetVariable(name, of: variable.name.value)
            }
            return CoreSchema.value(of: YAMLScalar(text, style: .plain)).value
        case .template(let template):
            do {
                return try template.evaluate(in: scope)
            } catch {
                throw .noValue(error)
            }
        }
    }

    /// Nil where the parameter's value fits, or is not known before its step runs.
    private func check(_ parameter: RequestParameter, in scope: RunScope) -> Diagnostic? {
        guard let format = parameter.format, parameter.value.literal == nil, parameter.value.isKnownBeforeRun,
            let value = try? parameter.value.evaluate(in: scope), let expected = format.violation(value)
        else { return nil }
        return .invalidParameter(parameter, expected: expected, found: value)
    }
}

extension ValueTemplate {
    /// True where only variables and the environment are referred to.
    fileprivate var isKnownBeforeRun: Bool {
        switch self {
        case .literal: true
        case .expression(let expression): expression.isKnownBeforeRun
        case .text(let pieces):
            pieces.allSatisfy { piece in
                if case .expression(let expression, _) = piece { expression.isKnownBeforeRun } else { true }
            }
        case .array(let elements): elements.allSatisfy(\.isKnownBeforeRun)
        case .object(let members): members.allSatisfy { $0.value.isKnownBeforeRun }
        }
    }
}

extension Expression {
    fileprivate var isKnownBeforeRun: Bool {
        switch self {
        case .literal: true
        case .reference(let reference): reference.root == .vars || reference.root == .env
        case .call: false
        }
    }
}

extension Diagnostic {
    fileprivate static func unsetVariable(_ name: Located<String>, of variable: String) -> Diagnostic {
        .error(
            "missing_variable", "the environment variable \(name.value) is not set", at: name.range,
            suggestion: "set it, or give --var \(variable)=VALUE")
    }

    fileprivate static func noValue(_ error: EvaluationError) -> Diagnostic {
        .error("no_value", error.message, at: error.range)
    }

    fileprivate static func invalidParameter(
        _ parameter: RequestParameter, expected: String, found: JSONValue
    ) -> Diagnostic {
        .error(
            "invalid_parameter", "'\(parameter.name)' must be \(expected), found '\(found.writtenOut)'",
            at: parameter.range, suggestion: "to send it all the same, add allow_invalid: true to the step")
    }
}
