import Source
import Spelling
import YAML

extension StepKind {
    static let use = StepKind(
        name: "use", shape: .text, summary: "runs another workflow file; its outputs are read as steps.ID.NAME",
        options: ["with"]
    ) { entry, _, context in
        context.use(entry)
    }
}

extension DecodingContext {
    fileprivate mutating func use(_ entry: YAMLEntry) -> StepAction? {
        guard let path = plainText(entry), let links else { return nil }
        do {
            guard let workflow = try links.workflow(path) else {
                hasBrokenLink = true
                return nil
            }
            if !workflow.cases.isEmpty {
                report(.usedWorkflowHasCases, "a workflow with 'cases' cannot be used by another", at: path.range)
            }
            if !workflow.credentials.isEmpty {
                report(
                    .usedWorkflowHasCredentials, "a workflow with 'credentials' cannot be used by another",
                    at: path.range, help: "it runs with the credentials of the workflow that uses it")
            }
            return .use(WorkflowUse(path: path, workflow: workflow, arguments: []))
        } catch {
            return reject(error)
        }
    }

    /// Reads `with` beside a `use`, and checks it against the variables of the used workflow.
    mutating func arguments(_ entry: YAMLEntry?, for use: WorkflowUse) -> WorkflowUse {
        let names = use.workflow.variables.map(\.name.value)
        let known = Set(names)
        let arguments = (entry.map { openMapping($0, of: "variables and values") } ?? []).compactMap {
            argument -> WorkflowUse.Argument? in
            guard known.contains(argument.key.value) else {
                let names = hasManyDiagnostics ? nil : names
                return reject(.unknownArgument(argument.key, known: names, workflow: use.path.value))
            }
            return WorkflowUse.Argument(
                name: argument.key.value, value: openValue(argument.value), range: argument.value.range)
        }
        let given = Set(arguments.map(\.name))
        for variable in use.workflow.variables where variable.isRequired && !given.contains(variable.name.value) {
            report(
                .missingVariable, "the variable '\(variable.name.value)' of this workflow needs a value",
                at: use.path.range, help: "add 'with: { \(variable.name.value): … }' to the step",
                notes: [Diagnostic.Note("it is declared here", at: variable.name.range)])
        }
        return WorkflowUse(path: use.path, workflow: use.workflow, arguments: arguments)
    }
}

extension Diagnostic {
    /// `known` is nil if its variables are not listed.
    fileprivate static func unknownArgument(_ key: Located<String>, known: [String]?, workflow: String) -> Diagnostic {
        .error(
            .undefinedVariable, "\(workflow) has no variable '\(key.value)'", at: key.range,
            help: closestName(to: key.value, among: known ?? []).map { "did you mean '\($0)'?" },
            notes: (known.map { [$0] } ?? []).map { names in
                Note(names.isEmpty ? "it has no 'vars'" : "its variables: \(names.joined(separator: ", "))")
            })
    }
}
