import Source
import WorkflowModel
import YAML

@testable import WorkflowImport

private struct NoFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        throw LinkError(reason: "no such file")
    }
}

/// The IDs of the problems that `ekoflow validate` would report for an imported workflow.
func problems(of workflow: ImportedWorkflow) -> [String] {
    let file = SourceFile(path: "workflow.yml", text: workflow.text)
    let (root, diagnostics) = parseYAML(file)
    return (diagnostics + Workflow.decode(root, in: file, variables: [], files: NoFiles()).diagnostics).map(
        \.id.rawValue)
}

/// The lines of a workflow after `steps:`.
func steps(_ workflow: ImportedWorkflow) -> String {
    guard let start = workflow.text.range(ofText: "\nsteps:\n") else { return workflow.text }
    return String(workflow.text[start.upperBound...])
}
