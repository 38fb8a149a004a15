import CLibrary
import WorkflowReports

/// Finds the places of reports, and appends to files.
enum ReportFile {
    /// The place of a report that is, or will be, a regular file.
    struct Place {
        /// With links followed: a rename over a link would replace the link.
        let path: String
        let folder: String
        /// The mode of the existing file, or else the mode of new files.
        let mode: mode_t

        /// Creates the folder if it is missing.
        init(_ written: String) throws(FileError) {
            try refuseJournal(written)
            let path = canonicalPath(written)
            self.path = path
            folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            try makeFolder(folder)
            var status = stat()
            mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o666 & ~currentMask()
        }
    }

    /// Throws if the file is a journal, which may be the only record of what a run did.
    private static func refuseJournal(_ path: String) throws(FileError) {
        guard let start = readStart(of: path, count: 64) else {
            let reason = systemErrorText()
            guard FileKind(of: path) == .file else { return }
            throw FileError(reason: "it exists, and cannot be read: \(reason)")
        }
        guard start.count > 20, Journal.isStart(start) else { return }
        throw FileError(reason: "it is the journal of a run, which would be lost")
    }

    /// Appends to a file. Creates the file if it is missing.
    static func append(_ text: String, to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
        defer { close(descriptor) }
        try writeAll(text, to: descriptor)
    }

    private static func currentMask() -> mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }
}
