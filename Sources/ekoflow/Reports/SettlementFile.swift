import CLibrary
import WorkflowReports

/// The file beside a journal that says what was learned of its requests later.
enum SettlementFile {
    private static let maximumSize = 64 << 20

    /// It has the name of the run, because the journal's own name changes with the next run.
    static func path(of runID: String, beside journal: String) -> String {
        let folder = Workspace.parent(of: journal)
        let name = runID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return (folder == "." ? "" : folder + "/") + "settled-\(name).json"
    }

    /// Whether the path is a symbolic link, which could lead anywhere.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Nil if there is none.
    static func read(_ path: String) -> Settlement? {
        guard FileKind(of: path) == .file, !isLink(path), let bytes = try? readFile(path, limit: maximumSize) else {
            return nil
        }
        return Settlement(json: bytes)
    }
}
