import JSON

/// The folder that the paths in every output are relative to. So a test has one name, however its path is typed and wherever
/// the program is started.
struct WorkspaceRoot: Sendable, Equatable {
    /// Canonical.
    let path: String

    init(path: String) {
        self.path = path
    }

    /// The workspace of the files; if they are in several workspaces, the folder that contains these.
    init(of files: [String]) {
        var canonical = CanonicalPaths()
        var folders: Set<ExactString> = []
        var roots: [String] = []
        // A link in a folder can lead to another workspace.
        for file in files where folders.insert(ExactString(Workspace.parent(of: canonical.path(file)))).inserted {
            roots.append(Workspace.root(for: file))
        }
        guard let first = roots.first else {
            self = .current
            return
        }
        let common = roots.dropFirst().reduce(first) { Self.common($0, $1) }
        // Workspaces that have only the root of the machine in common share no folder to write into.
        path = common == "/" && roots.count > 1 ? canonicalPath(".") : common
    }

    /// The workspace of the workflows that arguments name.
    init(ofArguments arguments: [String]) {
        self.init(of: WorkflowFiles.find(arguments, shared: .leftOut).paths)
    }

    /// The workspace of the current folder.
    static var current: WorkspaceRoot { WorkspaceRoot(path: Workspace.root(for: canonicalPath(".") + "/workflow.yml")) }

    /// What a file is called: its path below the root. A file elsewhere is called by its canonical path.
    func name(of path: String) -> String {
        path == Workspace.standardInput ? "stdin" : name(ofCanonical: canonicalPath(path))
    }

    func name(ofCanonical canonical: String) -> String {
        Workspace.isIn(self.path, canonical)
            ? canonical.below(self.path) : canonical
    }

    /// The path of a file of this workspace, as seen from the current folder.
    func location(of name: String) -> String {
        name.hasPrefix("/") ? name : Workspace.fromHere(path == "/" ? "/\(name)" : "\(path)/\(name)")
    }

    private static func common(_ first: String, _ second: String) -> String {
        let slash = UInt8(ascii: "/")
        let parts = zip(first.utf8.split(separator: slash), second.utf8.split(separator: slash)).prefix {
            $0.elementsEqual($1)
        }
        return "/" + parts.map { String(Substring($0.0)) }.joined(separator: "/")
    }
}
