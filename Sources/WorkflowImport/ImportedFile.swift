import Source

/// A file that a form of another tool sends.
struct ImportedFile {
    /// As seen from the folder of the workflows. If it is not in the workspace, where it should be copied to.
    let path: String
    let isInWorkspace: Bool

    /// Its name without folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Nil if the path is not known, or if it may hold a secret.
    init?(_ path: String, _ locate: (String) -> String?) {
        guard !path.isEmpty, path.utf8.count <= 1_024, path.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }),
            !path.contains(text: "{{"), !path.contains(text: "${")
        else { return nil }
        let found = locate(path)
        isInWorkspace = found != nil
        let isWindows = path.contains(text: "\\")
        let segments = path.split { $0 == "/" || isWindows && $0 == "\\" }.filter { $0 != "." }
        let isOutside =
            path.hasPrefix("/") || path.hasPrefix("~") || path.dropFirst().hasPrefix(":") || segments.contains("..")
            || path.contains(text: "://")
        // Folders outside of the workspace can have the names of people in them.
        let own = isOutside ? segments.suffix(1) : segments[...]
        self.path = found ?? own.joined(separator: "/")
        guard !self.path.isEmpty, name != "..", !self.path.hasPrefix("~"),
            !self.path.contains(text: "{{"), !self.path.looksSecret, !self.path.holdsKey()
        else { return nil }
    }
}
