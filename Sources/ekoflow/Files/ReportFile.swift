import Glibc
import WorkflowReports

/// Writes a report so that its file holds the old text or the new, never half of one.
enum ReportFile {
    /// Writes beside the place, syncs, and renames. What is not a regular file, as `/dev/stdout`, is written to directly.
    static func write(_ text: String, to path: String) throws(FileError) {
        if let kind = FileKind(of: path), kind != .file {
            guard kind != .folder else { throw FileError(reason: "it is a folder") }
            let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
            defer { close(descriptor) }
            try writeAll(text, to: descriptor)
            return
        }
        try refuseJournal(path)
        // Through a link to the file that it leads to: renaming over the link would lose it.
        let target = canonicalPath(path)
        let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
        try makeFolder(folder)
        var status = stat()
        let mode = stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o666 & ~currentMask()
        try replace(target, in: folder, with: text, mode: mode)
    }

    /// Throws where `write` would, as far as can be told without writing.
    static func checkWritable(_ path: String) throws(FileError) {
        switch FileKind(of: path) {
        case .folder: throw FileError(reason: "it is a folder")
        case .other: return
        case .file, nil:
            try refuseJournal(path)
            let target = canonicalPath(path)
            let folder = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? "."
            try makeFolder(folder)
            guard access(folder.isEmpty ? "/" : folder, W_OK | X_OK) == 0 else {
                throw FileError(reason: systemErrorText())
            }
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

    private static func replace(_ target: String, in folder: String, with text: String, mode: mode_t) throws(FileError)
    {
        var template = Array("\(target).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(FileError) {
            defer { close(descriptor) }
            try writeAll(text, to: descriptor)
            guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
                throw FileError(reason: systemErrorText())
            }
            guard rename(temporary, target) == 0 else { throw FileError(reason: systemErrorText()) }
        } catch {
            unlink(temporary)
            throw error
        }
        let directory = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    static func writeAll(_ text: String, to descriptor: Int32) throws(FileError) {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        guard isWritten else { throw FileError(reason: systemErrorText()) }
    }

    /// Makes a folder, and those above it, where they are missing.
    static func makeFolder(_ path: String) throws(FileError) {
        if path.isEmpty || FileKind(of: path) == .folder { return }
        if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(reason: systemErrorText()) }
    }

    private static func currentMask() -> mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }
}
