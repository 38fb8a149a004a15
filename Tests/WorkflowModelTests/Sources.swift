import HTTP
import Source
import YAML

@testable import WorkflowModel

/// Files by name, instead of a workspace.
struct FilesInMemory: LinkedFiles {
    let texts: [String: String]

    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        guard let text = texts[path] else { throw LinkError(reason: "no such file") }
        return SourceFile(path: path, text: text)
    }

    func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile {
        guard let text = texts[path] else { throw LinkError(reason: "no such file") }
        return UploadFile(path: "files/\(path)", size: text.utf8.count)
    }
}

/// Decodes a workflow from a string, for tests. It can use the files in `files`.
func decodeWorkflow(
    _ text: String, variables: [String] = [], files: [String: String] = [:]
) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
    let file = SourceFile(path: "test.yml", text: text)
    let (root, diagnostics) = parseYAML(file)
    let (workflow, problems) = Workflow.decode(root, in: file, variables: variables, files: FilesInMemory(texts: files))
    return (workflow, diagnostics + problems)
}

/// Decodes an environment from a string, for tests.
func decodeEnvironment(_ text: String) -> (environment: Environment?, diagnostics: [Diagnostic]) {
    let file = SourceFile(path: "environments/test.yml", text: text)
    let (root, diagnostics) = parseYAML(file)
    let (environment, problems) = Environment.decode(root, in: file)
    return (environment, diagnostics + problems)
}

extension Diagnostic {
    /// The ID and location, short enough for tables of tests: `unknown_key 3:5-3:9`.
    var brief: String {
        guard let range else { return id.rawValue }
        return "\(id.rawValue) \(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
    }
}
