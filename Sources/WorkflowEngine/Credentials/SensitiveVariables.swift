import Expressions
import HTTP
import JSON
import WorkflowModel

/// Variables and fields of cases that hold OTPs, tokens and the like. What the workflow's own text has is no secret, but what
/// is computed, or comes from the process's environment or the command line.
extension PlannedWorkflow {
    /// Those of its own values: what a function gives is another each time that the workflow is made.
    package var ownSecrets: [Secret] {
        if computedVariables.isEmpty, testCase?.computedFields.isEmpty ?? true, scope.environmentValues.isEmpty {
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
            sensitive.contains(name) || SensitiveFields.names.contains(name)
                ? SensitiveFields.secrets(in: value, of: SensitiveFields.names.first)
                : SensitiveFields.tokens(inText: Array(value.serialized.utf8))
        } + secretEnvironmentValues
    }

    /// The values of the process's variables whose names say that they are secret.
    private var secretEnvironmentValues: [Secret] {
        // The shell's own names of the working folder are none.
        scope.environmentValues.filter { $0.key.namesSecret && !["PWD", "OLDPWD"].contains($0.key) }.flatMap {
            SensitiveFields.secrets(in: $0.value, of: SensitiveFields.names.first)
        }
    }
}

/// The names that a workflow's sensitive parameters read.
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
                for parameter in request.query + (request.body ?? [])
                where SensitiveFields.names.contains(parameter.name) {
                    references.add(parameter.value)
                }
            case .use(let use):
                let inner = use.workflow.sensitiveReferences.variables.union(SensitiveFields.names)
                for argument in use.arguments where inner.contains(argument.name) { references.add(argument.value) }
            case .wait: break
            }
        }
        return references
    }
}
