extension Shell {
    /// The path of a workspace in its repository: empty, or ends with `/`. CI engines tell where the repository is; else it
    /// is the nearest folder with `.git`.
    func folderInRepository(of root: WorkspaceRoot) -> String {
        let told = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].compactMap(variable).filter { !$0.isEmpty }
        let folder = root.path == "/" ? "/" : root.path + "/"
        for repository in told.map(canonicalPath) where folder.hasPrefix(repository + "/") {
            return folder.below(repository)
        }
        guard told.isEmpty, let repository = Workspace.repository(of: root.path) else { return "" }
        return folder.below(repository)
    }
}
