import WorkflowModel
import YAMLSource

/// Reads the files that workflows name: below the workspace and nowhere else.
struct WorkspaceFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { Workspace.relative(canonicalPath(file.path)) }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
            throw LinkError(
                reason: "the path has to be relative to this workflow",
                suggestion: "such as _shared/send.yml, or ../data/cases.csv")
        }
        let folder = Workspace.parent(of: file.path)
        let target = canonicalPath("\(folder)/\(path)")
        let bytes: [UInt8]
        do {
            bytes = try readFile(target, limit: SourceFile.maximumSize)
        } catch {
            throw LinkError(reason: error.reason, suggestion: suggestion(for: path, in: folder))
        }
        guard target.hasPrefix(Workspace.root(for: file.path) + "/") else {
            throw LinkError(reason: "it is outside of the workspace, \(Workspace.root(for: file.path))")
        }
        let (source, problems) = SourceFile.decode(path: Workspace.relative(target), bytes: bytes)
        if let problem = problems.first { throw LinkError(reason: problem.message) }
        return source
    }

    /// The file that a misspelt name most likely means.
    private func suggestion(for path: String, in folder: String) -> String? {
        let subfolder = path.contains("/") ? Workspace.parent(of: path) + "/" : ""
        let name = String(path.dropFirst(subfolder.count))
        let names = WorkflowFiles.names(in: "\(folder)/\(subfolder)").filter { !$0.hasPrefix(".") }
        return closestName(to: name, among: names.sorted()).map { "did you mean '\(subfolder)\($0)'?" }
            ?? "the path is relative to this workflow"
    }
}
