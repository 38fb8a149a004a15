import Glibc
import WorkflowReports

/// Where reports are written, and how what is written gets there whole.
enum ReportFile {
    /// The place of a report that is, or will be, a regular file.
    struct Place {
        /// Through a link, the file that it leads to: renaming over the link would lose it.
        let path: String
        let folder: String
        /// That of the file that is there, else the one that new files have.
        let mode: mode_t

        /// Makes the folder where it is missing.
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

    /// What a run did is told there alone.
    private static func refuseJournal(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &start, start.count)
        if count > 20, Journal.isStart(start[..<count]) {
            throw FileError(reason: "it is the journal of a run, which would be lost")
        }
    }

    /// Adds to the end of a file, which is made where it is missing.
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
