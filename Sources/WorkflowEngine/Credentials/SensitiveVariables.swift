import Expressions
import JSON
import Secrets
import WorkflowModel

/// Variables and case fields with OTPs or tokens. A value written in the workflow file is not secret. A value that is
/// computed, or comes from the process's environment or the command line, is secret.
extension PlannedWorkflow {
    /// The secrets in its own values. They differ each time, because functions return new values for each planned workflow.
    package var ownSecrets: [Secret] {
        if computedVariables.isEmpty, testCase?.computedFields.isEmpty ?? true, scope.environmentValues.isEmpty,
            !workflow.variables.contains(where: \.isSecret)
        {
            return []
        }
        return secrets(workflow.sensitiveReferences)
    }

    func secrets(_ names: SensitiveReferences) -> [Secret] {
        let fields = testCase?.computedFields ?? [:]
        let values =
            computedVariables.map { ($0.key, $0.value, names.variables) }
            + fields.map { ($0.key, $0.value, names.caseFields) }
        return values.flatMap { name, value, sensitive in
            sensitive.contains(name)
                ? SensitiveFields.scalars(in: value) : SensitiveFields.secrets(in: value, of: name)
        } + declaredSecrets + secretEnvironmentValues
    }

    /// The values of variables with `secret: true`, also if the file states them.
    private var declaredSecrets: [Secret] {
        workflow.variables.filter(\.isSecret).flatMap { variable in
            variables[variable.name.value].map { SensitiveFields.scalars(in: $0) } ?? []
        }
    }

    /// The values of environment variables whose names say that they are secret.
    private var secretEnvironmentValues: [Secret] {
        // The shell's variables for the working folder are not secret.
        scope.environmentValues.filter { $0.key.namesSecret && !["PWD", "OLDPWD"].contains($0.key) }.flatMap {
            SensitiveFields.secrets(ofConnection: $0.value) ?? SensitiveFields.scalars(in: $0.value)
        }
    }
}

/// The names of variables and case fields that a workflow's sensitive parameters read.
struct SensitiveReferences {
    var variables: Set<String> = []
    var caseFields: Set<String> = []

    mutating func add(_ template: ValueTemplate) {
        template.forEachExpression { expression in
            expression.forEachReference { reference in
                guard case .member(let name)? = reference.path.segments.first else { return }
                switch reference.root {
                case .vars: variables.insert(name)
                case .caseFields: caseFields.insert(name)
                default: break
                }
            }
        }
    }
}

extension Workflow {
    var sensitiveReferences: SensitiveReferences {
        var references = SensitiveReferences()
        for step in allSteps {
            switch step.action {
            case .request(let request):
                for parameter in request.query + (request.body?.parameters ?? [])
                where SecretWords.areIn(parameter.name) {
                    references.add(parameter.value)
                }
            case .use(let use):
                let inner = use.workflow.sensitiveReferences.variables
                    .union(use.workflow.variables.filter(\.isSecret).map(\.name.value))
                for argument in use.arguments
                where inner.contains(argument.name) || SecretWords.areIn(argument.name) {
                    references.add(argument.value)
                }
            case .wait: break
            }
        }
        return references
    }
}
