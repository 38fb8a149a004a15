extension ImportTarget {
    /// Where a file is that a form of the other tool sends, as seen from the folder of the workflows; nil if it is not in the
    /// workspace. Paths are relative to one of `folders`.
    func locate(_ file: String, from folders: [String]) -> String? {
        let root = canonicalPath(workspace)
        let workflows = canonicalPath("\(workspace)/\(Workspace.workflowsFolder)")
        let candidates = file.hasPrefix("/") ? [file] : (folders + [workflows]).map { "\($0)/\(file)" }
        for candidate in candidates {
            let path = canonicalPath(candidate)
            guard FileKind(of: path) == .file, Workspace.isIn(root, path) else { continue }
            if Workspace.isIn(workflows, path) { return String(path.dropFirst(workflows.count + 1)) }
            return "../" + path.dropFirst(root.hasSuffix("/") ? root.count : root.count + 1)
        }
        return nil
    }
}
