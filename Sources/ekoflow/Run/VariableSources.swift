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

    /// The values by name. Problems in a file are reported to the loader.
    func values(_ loader: inout WorkflowLoader) -> [String: JSONValue] {
        let ofFiles = files.flatMap { loader.variables(ofFile: $0) }
        return Dictionary((ofFiles + options).map { ($0.name, $0.value) }) { _, last in last }
    }

    /// Errors for names that no workflow uses. Otherwise a misspelt name would silently change nothing.
    func unused(in workflows: [Workflow], given: Set<String>) -> [Diagnostic] {
        let known = workflows.reduce(into: Set<String>()) { known, workflow in
            known.formUnion(workflow.variables.map(\.name.value))
            known.formUnion(workflow.referencedVariables)
        }
        let ofOptions = options.map(\.name).filter { !known.contains($0) }
        // A file of variables may be for other workflows too: only a name that is close to a known name is a mistake.
        let ofFiles = given.subtracting(known).subtracting(ofOptions).filter {
            closestName(to: $0, among: known.sorted()) != nil
        }
        return (ofOptions + ofFiles.sorted()).map { name in
            .error(
                .unusedVariable, "no workflow of this run uses the variable '\(name)' of --var or --vars-file", at: nil,
                help: closestName(to: name, among: known.sorted()).map { "did you mean '\($0)'?" })
        }
    }
}
