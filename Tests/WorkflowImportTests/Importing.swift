import JSON
import Source
import WorkflowModel
import YAML

@testable import WorkflowImport

/// The IDs of the problems that `ekoflow validate` would report for an imported workflow.
func problems(of workflow: ImportedWorkflow) -> [String] {
    let file = SourceFile(path: "workflow.yml", text: workflow.text)
    let (root, diagnostics) = parseYAML(file)
    return (diagnostics + Workflow.decode(root, in: file, variables: [], files: ImportedFiles()).diagnostics).map(
        \.id.rawValue)
}

/// The lines of a workflow after `steps:`.
func steps(_ workflow: ImportedWorkflow) -> String {
    guard let start = workflow.text.range(ofText: "\nsteps:\n") else { return workflow.text }
    return String(workflow.text[start.upperBound...])
}

/// A collection with one request for each of these, and these variables.
func collection(_ requests: [JSONValue], variables: [(String, JSONValue)] = []) -> JSONValue {
    [
        "info": ["name": "c"],
        "variable": .array(variables.map { ["key": .string($0.0), "value": $0.1] }),
        "item": .array(requests.enumerated().map { ["name": .string("r\($0.offset + 1)"), "request": $0.element] }),
    ]
}

/// A POST of this raw body to the staging host.
func post(_ body: String) -> JSONValue {
    [
        "method": "POST", "url": "https://staging.eko.in/ekoapi/v3/x",
        "body": ["mode": "raw", "raw": .string(body)],
    ]
}

extension Imported {
    /// Everything that an import writes or lists.
    var everything: String {
        let files = workflows.map { "\($0.fileName)\n\($0.text)" } + environments.map { "\($0.name)\n\($0.text)" }
        let lists = workflows.flatMap { $0.remarks + $0.problems } + environments.flatMap { $0.remarks + $0.problems }
        return (files + lists).joined(separator: "\n")
    }

    /// All that is listed.
    var list: [String] {
        workflows.flatMap { $0.remarks + $0.problems } + environments.flatMap { $0.remarks + $0.problems }
    }
}
