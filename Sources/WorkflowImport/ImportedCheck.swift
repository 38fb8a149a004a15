import HTTP
import Source
import WorkflowModel
import YAML

extension ImportedWorkflow {
    /// The problems that `ekoflow validate` would report, for the list: no wrong file is made silently.
    package var problems: [String] {
        let file = SourceFile(path: "workflow", text: text)
        let (root, diagnostics) = parseYAML(file)
        return (diagnostics + Workflow.decode(root, in: file, variables: [], files: ImportedFiles()).diagnostics).listed
    }
}

extension ImportedEnvironment {
    /// The problems that `ekoflow validate` would report, for the list.
    package var problems: [String] {
        let file = SourceFile(path: "environment", text: text)
        let (root, diagnostics) = parseYAML(file)
        return (diagnostics + Environment.decode(root, in: file).diagnostics).listed
    }
}

extension [Diagnostic] {
    fileprivate var listed: [String] {
        map { "needs fixing, line \($0.range?.start.line ?? 1): \($0.message)\($0.help.map { ": \($0)" } ?? "")" }
    }
}

/// The files of an imported workflow. It uses no other workflows, and the list names each file that has to be copied.
struct ImportedFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        throw LinkError(reason: "no such file")
    }

    func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile {
        if path.hasPrefix("/") || path.hasPrefix("~") { throw LinkError(reason: "the path must be relative") }
        return UploadFile(path: path, size: nil)
    }
}
