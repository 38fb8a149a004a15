import CLibrary
import JSON

/// Finds the unique paths of many files. A folder is looked up once: most files are in few folders, and few of them are links.
struct CanonicalPaths {
    private var folders: [ExactString: String] = [:]

    /// The same as `canonicalPath`.
    mutating func path(_ path: String) -> String {
        guard let name = path.split(separator: "/", omittingEmptySubsequences: false).last,
            !["", ".", ".."].contains(name), !isLink(path)
        else { return canonicalPath(path) }
        let folder = Workspace.parent(of: path)
        guard let canonical = folders[ExactString(folder)] ?? realPath(folder) else { return canonicalPath(path) }
        folders[ExactString(folder)] = canonical
        return canonical.hasSuffix("/") ? canonical + name : "\(canonical)/\(name)"
    }
}

/// Whether a path is a link itself.
func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}
