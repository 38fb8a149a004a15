import HTTP
import Source
import WorkflowModel

/// Reads the files that workflows name, but only inside the workspace.
struct WorkspaceFiles: LinkedFiles {
    private let workflowPath: String
    private let workspace: WorkspaceRoot
    /// Whether the files that requests send must be there.
    private let checksUploads: Bool
    private let names: FileNames

    /// For a workflow file that is run, and the workflows that it uses. Files are called by their paths below `workspace`.
    init(
        of workflowPath: String, in workspace: WorkspaceRoot, checksUploads: Bool = true, names: FileNames = FileNames()
    ) {
        self.names = names
        self.workflowPath = workflowPath
        self.workspace = workspace
        self.checksUploads = checksUploads
    }

    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        let (target, bytes) = try open(path, from: file) { target throws(FileError) in
            try readFile(target, limit: SourceFile.maximumSize)
        }
        let name = workspace.name(of: target)
        do throws(FileError) {
            try names.add(name)
        } catch {
            throw LinkError(reason: error.reason)
        }
        let (source, problems) = SourceFile.decode(
            path: name, location: Workspace.fromHere(target), bytes: bytes)
        if let problem = problems.first { throw LinkError(problem) }
        return source
    }

    func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile {
        let (_, upload) = try open(path, from: file) { target throws(FileError) in
            let path = Workspace.fromHere(target)
            guard checksUploads else { return UploadFile(path: path, size: nil) }
            _ = try sizeOfReadableFile(target)
            do throws(UploadError) {
                return try UploadFile(checked: path)
            } catch {
                throw FileError(reason: error.message)
            }
        }
        return upload
    }

    /// Opens a file as seen from another one. `target` is its canonical path.
    private func open<Content>(
        _ path: String, from file: SourceFile, _ open: (_ target: String) throws(FileError) -> Content
    ) throws(LinkError) -> (target: String, content: Content) {
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
            throw LinkError(
                reason: "the path must be relative to this workflow",
                help: "for example _shared/send.yml, or ../data/cases.csv")
        }
        let folder = Workspace.parent(of: file.location)
        let target = canonicalPath("\(folder)/\(path)")
        // No path may leave it.
        let root = Workspace.root(for: workflowPath)
        let content: Content
        do throws(FileError) {
            content = try open(target)
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
        return (target, content)
    }
}
