/// What git knows about a file, if git is installed.
enum Git {
    /// Whether git tracks the file, or the file that a link leads to.
    static func tracks(_ path: String) async -> Bool {
        for path in Set([path, canonicalPath(path)]) where await tracksFile(path) { return true }
        return false
    }

    private static func tracksFile(_ path: String) async -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let command = ["git", "-C", Workspace.parent(of: path), "ls-files", "--error-unmatch", "--", name]
        return (try? await ChildProcess.runner(hiding: [])(command, [:])) != nil
    }
}
