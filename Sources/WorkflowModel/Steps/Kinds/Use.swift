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
        switch links.workflow(path.value, from: path.range.file) {
        case .workflow(let workflow):
            if !workflow.cases.isEmpty { report(.usedWorkflowHasCases(at: path.range)) }
            if !workflow.credentials.isEmpty { report(.usedWorkflowHasCredentials(at: path.range)) }
            return .use(WorkflowUse(path: path, workflow: workflow, arguments: []))
        case .broken:
            hasBrokenLink = true
            return nil
        case .unreadable(let error):
            report(.unreadableLink(path, error))
            return nil
        case .tooDeep:
            report(.usesTooDeep(at: path.range))
            return nil
        case .cycle(let way):
            report(.cycle(way, at: path.range))
            return nil
        }
    }

    /// Reads `with` beside a `use`, and checks it against the variables of the used workflow.
    mutating func arguments(_ entry: YAMLEntry?, for use: WorkflowUse) -> WorkflowUse {
        let names = use.workflow.variables.map(\.name.value)
        let arguments = (entry.map { openMapping($0, of: "variables and values") } ?? []).compactMap {
            argument -> WorkflowUse.Argument? in
            guard names.contains(argument.key.value) else {
                report(.unknownArgument(argument.key, known: names, workflow: use.path.value))
                return nil
            }
            return WorkflowUse.Argument(
                name: argument.key.value, value: openValue(argument.value), range: argument.value.range)
        }
        let given = Set(arguments.map(\.name))
        for variable in use.workflow.variables where variable.isRequired && !given.contains(variable.name.value) {
            report(.missingArgument(variable.name, at: use.path.range))
        }
        return WorkflowUse(path: use.path, workflow: use.workflow, arguments: arguments)
    }
}

extension Diagnostic {
    fileprivate static func usedWorkflowHasCases(at range: SourceRange) -> Diagnostic {
        .error(.usedWorkflowHasCases, "a workflow with 'cases' cannot be used by another", at: range)
    }

    fileprivate static func usedWorkflowHasCredentials(at range: SourceRange) -> Diagnostic {
        .error(
            .usedWorkflowHasCredentials, "a workflow with 'credentials' cannot be used by another", at: range,
            help: "it runs with the credentials of the workflow that uses it")
    }

    fileprivate static func usesTooDeep(at range: SourceRange) -> Diagnostic {
        .error(.usesTooDeep, "more than 32 workflows use one another in a chain", at: range)
    }

    fileprivate static func cycle(_ way: [String], at range: SourceRange) -> Diagnostic {
        .error(
            .useCycle, "this workflow would use itself without end", at: range,
            notes: [Note(way.joined(separator: " uses "))])
    }

    fileprivate static func unknownArgument(_ key: Located<String>, known: [String], workflow: String) -> Diagnostic {
        .error(
            .undefinedVariable, "\(workflow) has no variable '\(key.value)'", at: key.range,
            help: closestName(to: key.value, among: known).map { "did you mean '\($0)'?" },
            notes: [Note(known.isEmpty ? "it has no 'vars'" : "its variables: \(known.joined(separator: ", "))")])
    }

    fileprivate static func missingArgument(_ name: Located<String>, at range: SourceRange) -> Diagnostic {
        .error(
            .missingVariable, "the variable '\(name.value)' of this workflow needs a value", at: range,
            help: "add 'with: { \(name.value): … }' to the step",
            notes: [Note("it is declared here", at: name.range)])
    }
}
