import JSON
import Source
import Spelling
import WorkflowModel

/// The variables of the command line, and the files that it takes variables from.
struct VariableSources: Sendable {
    /// `--var`, which overrides the files.
    let options: [VariableOption]
    /// The paths of `--vars-file`.
    let files: [String]

    /// All variables: first the files', then the options'. The loader is told of problems in a file, and of values that
    /// look like expressions, because they are sent unchanged.
    func all(_ loader: inout WorkflowLoader) -> [VariableOption] {
        let all = files.flatMap { loader.variables(ofFile: $0) } + options
        loader.report(
            all.compactMap { option in
                option.value.expressionLookAlike.map {
                    Diagnostic.expressionAsText($0, in: "the variable '\(option.name)'", at: option.range)
                        .hidingSource
                }
            })
        return all
    }

    /// The values by name; the last value of a name counts.
    static func values(of options: [VariableOption]) -> [String: JSONValue] {
        Dictionary(options.map { ($0.name, $0.value) }) { _, last in last }
    }

    /// Errors for variables of an environment that a workflow most likely means by another name: they would silently
    /// change nothing.
    static func misspelt(in workflow: Workflow, _ environment: Environment) -> [Diagnostic] {
        let known = Set(workflow.variables.map(\.name.value)).union(workflow.referencedVariables)
        let given = Set(environment.variables.map(\.name.value))
        return environment.variables.map(\.name).filter { !known.contains($0.value) }.compactMap { name in
            guard let closest = closestName(to: name.value, among: known.subtracting(given).sorted()) else {
                return nil
            }
            return .error(
                .unusedVariable, "no workflow of this run uses the variable '\(name.value)' of the environment",
                at: name.range, help: "did you mean '\(closest)'?", hidesSource: true)
        }
    }

    /// Problems with names that no workflow uses. Otherwise a misspelt name would silently change nothing.
    func unused(in workflows: [Workflow], _ all: [VariableOption]) -> [Diagnostic] {
        let known = workflows.reduce(into: Set<String>()) { known, workflow in
            known.formUnion(workflow.variables.map(\.name.value))
            known.formUnion(workflow.referencedVariables)
        }
        let given = Set(all.map(\.name))
        return all.filter { !known.contains($0.name) }.compactMap { option in
            let closest = closestName(to: option.name, among: known.sorted())
            let help = closest.map { "did you mean '\($0)'?" }
            guard let range = option.range else {
                return .error(
                    .unusedVariable, "no workflow of this run uses the variable '\(option.name)' of --var", at: nil,
                    help: help)
            }
            // A file of variables may be for other workflows too: only a name that stands in the place of a known one is
            // likely a mistake.
            guard let closest, !given.contains(closest) else { return nil }
            return .error(
                .unusedVariable, "no workflow of this run uses the variable '\(option.name)'", at: range, help: help,
                hidesSource: true)
        }
    }
}
