import CLibrary
import Source
import WorkflowReports

/// The file of a new journal: open, locked and empty.
struct OpenedJournal {
    let path: String
    let descriptor: Int32
    /// Runs that were cut off, each with the path at which its journal is kept. When they have been told, their journals need no second
    /// warning.
    private(set) var cutOff: [(warning: Diagnostic, path: String)] = []
    private(set) var warnings: [Diagnostic] = []

    /// An unfinished journal of an earlier run is kept beside it, named after that run. With `keepsEarlier`, the journal of a finished run is kept too.
    /// If another run still writes to the file, or it cannot be locked, the new journal gets another name. A file that is not a journal is an error.
    init(at wanted: String, runID: String, keepsEarlier: Bool) throws(FileError) {
        try makeFolder(Workspace.parent(of: wanted))
        var opened = try Self.openLocked(wanted)
        var count = 0
        // Between its opening and its lock, another run may have had the new file too, from its start to its end. So each is looked at.
        while case .locked(let descriptor) = opened {
            do throws(FileError) {
                let unknown = "before\(runID)" + (count == 0 ? "" : "\(count + 1)")
                guard
                    let kept = try KeptJournal(descriptor, at: wanted, unknown: unknown, keepsEarlier: keepsEarlier)
                else { break }
                try kept.move(from: wanted, isAlreadyThere: Self.isFile(descriptor, at: kept.path))
                if let unfinished = kept.unfinished {
                    cutOff.append((unfinished.warning(keptAs: kept.path), kept.path))
                }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
            count += 1
            opened = try Self.openLocked(wanted)
        }
        switch opened {
        case .locked(let locked):
            path = wanted
            descriptor = locked
        case .notLocked(let reason):
            // No other run has this ID.
            path = JournalPath.named(wanted, runID)
            descriptor = try Self.openFile(path)
            flock(descriptor, LOCK_EX | LOCK_NB)
            warnings.append(.warning(.journalInUse, "\(reason): the journal of this run is \(path)", at: nil))
        }
        // It contains the responses, so only the owner may read it.
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            let error = FileError(reason: systemErrorText())
            close(descriptor)
            throw error
        }
    }

    private enum Opening {
        case locked(Int32)
        /// Why, in words.
        case notLocked(String)
    }

    /// Opens and locks the file of a journal, or a new file.
    private static func openLocked(_ path: String) throws(FileError) -> Opening {
        while true {
            let descriptor = try openFile(path)
            let start = readPart(of: descriptor, from: 0, count: 64)
            guard let start, Journal.isStart(start) else {
                // A journal that cannot be read may be the only record of a run: nobody should remove it.
                let reason =
                    start == nil
                    ? systemErrorText() : "the file exists and is not a journal: remove it, or give --journal PATH"
                close(descriptor)
                throw FileError(reason: reason)
            }
            let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
            let reason =
                errno == EWOULDBLOCK
                ? "another run is writing to \(path)" : "\(path) cannot be locked (\(systemErrorText()))"
            // Meanwhile, another run may have renamed the file and put its own there.
            do throws(FileError) {
                if isLocked, try isStill(descriptor, at: path) { return .locked(descriptor) }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
            if !isLocked { return .notLocked(reason) }
        }
    }

    /// In bytes; 0 if it cannot be found out.
    static func size(_ descriptor: Int32) -> off_t {
        var opened = stat()
        return fstat(descriptor, &opened) == 0 ? opened.st_size : 0
    }

    /// Whether any path leads to the file of the descriptor.
    static func hasPath(_ descriptor: Int32) -> Bool {
        var opened = stat()
        return fstat(descriptor, &opened) == 0 && opened.st_nlink > 0
    }

    /// Whether the descriptor belongs to the file that is at the path now.
    static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        (try? isStill(descriptor, at: path)) ?? false
    }

    /// The same; throws if that cannot be found out.
    private static func isStill(_ descriptor: Int32, at path: String) throws(FileError) -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(descriptor, &opened) == 0 else { throw FileError(reason: systemErrorText()) }
        guard stat(path, &named) == 0 else {
            if errno == ENOENT { return false }
            throw FileError(reason: systemErrorText())
        }
        return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private static func openFile(_ path: String) throws(FileError) -> Int32 {
        if let kind = FileKind(of: path), kind != .file { throw FileError(reason: "it is not a regular file") }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
        return descriptor
    }
}

/// A journal that must not be emptied, and the path at which it is kept.
private struct KeptJournal {
    /// Nil if its run has finished.
    let unfinished: EarlierJournal?
    let path: String

    /// `unknown` names a run whose journal does not say whose it is. Nil if the file is empty, or its run has finished and is not kept.
    init?(_ descriptor: Int32, at path: String, unknown: String, keepsEarlier: Bool) throws(FileError) {
        unfinished = try EarlierJournal(descriptor, at: path)
        if let unfinished {
            self.path = JournalPath.named(path, unfinished.runID ?? unknown)
        } else {
            // A size that is not known, -1, counts as not empty: the file may be the only record of a run.
            guard keepsEarlier, lseek(descriptor, 0, SEEK_END) != 0 else { return nil }
            self.path = JournalPath.named(path, try KeptJournals.run(of: path)?.id ?? unknown)
        }
    }

    /// If both names are links to one file, it is kept already. To rename one to the other would do nothing, or destroy the file.
    func move(from wanted: String, isAlreadyThere: Bool) throws(FileError) {
        guard (isAlreadyThere ? unlink(wanted) : rename(wanted, path)) == 0 else {
            let what = unfinished == nil ? "the journal of the run before" : "an unfinished journal"
            throw FileError(reason: "\(what) cannot be kept as \(path): \(systemErrorText())")
        }
    }
}
