import Source
import WorkflowModel

/// Reads the files that workflows name, but only inside the workspace.
struct WorkspaceFiles: LinkedFiles {
    private let workflowPath: String
    private let workspace: WorkspaceRoot

    /// For a workflow file that is run, and the workflows that it uses. Files are called by their paths below `workspace`.
    init(of workflowPath: String, in workspace: WorkspaceRoot) {
        self.workflowPath = workflowPath
        self.workspace = workspace
    }

    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
            throw LinkError(
                reason: "the path must be relative to this workflow",
                help: "for example _shared/send.yml, or ../data/cases.csv")
        }
        let folder = Workspace.parent(of: file.location)
        let target = canonicalPath("\(folder)/\(path)")
        // No path may leave it.
        let root = Workspace.root(for: workflowPath)
        let bytes: [UInt8]
        do {
            bytes = try readFile(target, limit: SourceFile.maximumSize)
        } catch {
            let name = file.location.split(separator: "/").last.map(String.init) ?? ""
            // What is outside of the workspace is not listed.
            let files =
                Workspace.isIn(root, target)
                ? Workspace.filesInPlace(of: path, in: folder, besides: name) : nil
            throw LinkError(
                reason: error.reason,
                help: Workspace.help(for: path, in: folder) ?? files ?? "the path is relative to this workflow")
        }
        guard Workspace.isIn(root, target) else {
            throw LinkError(
                reason: "it is outside of the workspace",
                help: "the workspace is the folder that contains 'environments' or 'workflows'")
        }
        let (source, problems) = SourceFile.decode(
            path: workspace.name(of: target), location: Workspace.fromHere(target), bytes: bytes)
        if let problem = problems.first { throw LinkError(problem) }
        return source
    }
}
