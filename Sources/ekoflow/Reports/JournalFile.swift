import Glibc
import Source
import Synchronization
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The journal of a run, on disk. The line about a send is written completely before the send is made.
final class JournalFile: SendRecorder {
    let path: String
    private let descriptor: Int32
    private let composer: ReportComposer
    private let writer = JournalWriter()
    /// Whether each line is synced to the disk. Not needed if nobody can be texted: a power failure then loses nothing important.
    private let isSynced: Bool
    /// Lines that wait for the next flush or send. They have their own lock, so starting a workflow never waits for the disk.
    private let waiting = Mutex("")
    private let file = Mutex(FileState())

    /// In bytes. If nothing can be written, more waiting lines than this are dropped.
    private static let maximumWaiting = 64 << 20

    private struct FileState {
        /// The bytes of all complete lines.
        var size: off_t = 0
        /// Why lines could not be written; nil if all were written.
        var problem: String?
        /// How many waiting bytes the last attempt failed to write.
        var refused = 0
        /// Whether lines were dropped.
        var isIncomplete = false
    }

    private init(path: String, descriptor: Int32, composer: ReportComposer, isSynced: Bool) {
        self.path = path
        self.descriptor = descriptor
        self.composer = composer
        self.isSynced = isSynced
    }

    deinit { close(descriptor) }

    /// Starts the journal of a run. If an earlier run was cut off, shows what it may have sent. Throws if no journal can be
    /// written, because then nobody could tell what was sent.
    static func start(
        at path: String, for plan: RunPlan, composer: ReportComposer, in shell: Shell
    ) throws(CommandError) -> JournalFile {
        do throws(FileError) {
            let isSynced = !plan.environments.allSatisfy(\.isSandbox)
            let (journal, earlier) = try start(at: path, runID: plan.id, composer: composer, isSynced: isSynced)
            if let earlier { shell.show([.cutOff(earlier)]) }
            if journal.path != path { shell.show([.journalInUse(path, instead: journal.path)]) }
            return journal
        } catch {
            throw .invalidInput(.unwritable("the journal \(path)", error))
        }
    }

    /// Starts the journal of a run. An unfinished journal of an earlier run is kept beside it, named after that run. If another
    /// run still writes to the file, the new journal gets another name. A file that is not a journal is an error.
    private static func start(
        at wanted: String, runID: String, composer: ReportComposer, isSynced: Bool
    ) throws(FileError) -> (journal: JournalFile, earlier: EarlierJournal?) {
        try makeFolder(Workspace.parent(of: wanted))
        var path = wanted
        var earlier: EarlierJournal?
        var locked = try openLocked(path)
        if let descriptor = locked, let journal = unfinishedJournal(descriptor, at: path) {
            defer { close(descriptor) }
            let kept = named(wanted, journal?.document.info.runID ?? "before\(runID)")
            guard rename(path, kept) == 0 else {
                throw FileError(reason: "an unfinished journal cannot be kept as \(kept): \(systemErrorText())")
            }
            earlier = EarlierJournal(path: kept, journal: journal)
            locked = try openLocked(path)
        }
        let descriptor: Int32
        if let locked {
            descriptor = locked
        } else {
            // No other run has this ID.
            path = named(wanted, runID)
            descriptor = try openFile(path)
            flock(descriptor, LOCK_EX | LOCK_NB)
        }
        // It contains the responses, so only the owner may read it.
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            let error = FileError(reason: systemErrorText())
            close(descriptor)
            throw error
        }
        if isSynced { syncFolder(Workspace.parent(of: path)) }
        return (JournalFile(path: path, descriptor: descriptor, composer: composer, isSynced: isSynced), earlier)
    }

    static let maximumSize = 1 << 30
    static let defaultPath = "reports/journal.jsonl"

    /// The path of a run's journal. `run` is a path or the name of a run.
    static func path(ofRun run: String) -> String {
        guard FileKind(of: run) == nil else { return run }
        let kept = named(defaultPath, run)
        if FileKind(of: kept) == .file { return kept }
        return isJournal(defaultPath, ofRun: run) ? defaultPath : run
    }

    private static func isJournal(_ path: String, ofRun run: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &start, start.count, 0)
        guard count > 0, let line = start[..<count].split(separator: UInt8(ascii: "\n")).first else { return false }
        return (try? Journal(Array(line)))?.document.info.runID == run
    }

    /// Writes the waiting lines. Returns why the journal is incomplete; nil if it is complete.
    func finish() -> String? {
        if waiting.withLock({ !$0.isEmpty }) { try? append("") }
        return file.withLock(\.problem)
    }

    /// Adds events after a start, in order. They are written with the next flush.
    func record(_ event: ReportEvent) {
        switch event {
        case .runStarted, .suiteStarted: break
        case .testcaseFinished, .suiteFinished, .runFinished: add(writer.line(of: event))
        }
    }

    /// The line of a start is written together with the workflow's first send, and before it.
    func willStart(_ event: RunEvent) { add(writer.line(of: composer.event(of: event))) }

    private func add(_ line: String) { waiting.withLock { $0 += line } }

    /// Writes the waiting lines. An error is shown at the end of the run.
    func flush() {
        let size = waiting.withLock(\.utf8.count)
        // If the disk is full, each attempt would write everything again.
        guard size > 0, file.withLock({ size >= 2 * $0.refused }) else { return }
        try? append("")
    }

    func willSend(workflow: Int, step: String, to recipients: [String], at time: Timestamp) throws(SendRecordError) {
        do throws(FileError) {
            let line = writer.line(
                ofSend: composer.textOfStep(step), workflow: workflow,
                to: composer.text(recipients.joined(separator: ", ")), at: time)
            try append(line)
        } catch {
            throw SendRecordError(reason: error.reason)
        }
    }

    /// Writes the waiting lines, and then `line`.
    private func append(_ line: String) throws(FileError) {
        try file.withLock { file throws(FileError) in
            let taken = waiting.withLock { waiting in
                defer { waiting = "" }
                return waiting
            }
            do throws(FileError) {
                try writeAll(taken + line, to: descriptor)
                guard !isSynced || fdatasync(descriptor) == 0 else { throw FileError(reason: systemErrorText()) }
                file.size += off_t(taken.utf8.count + line.utf8.count)
                file.refused = 0
                if !file.isIncomplete { file.problem = nil }
            } catch {
                // A partial line would break the next line.
                ftruncate(descriptor, file.size)
                file.problem = file.problem ?? error.reason
                file.refused = taken.utf8.count
                // `line` announces an action that will now not happen. The other lines wait again, up to the maximum.
                if taken.utf8.count > Self.maximumWaiting {
                    file.isIncomplete = true
                } else {
                    waiting.withLock { $0 = taken + $0 }
                }
                throw error
            }
        }
    }

    /// Opens and locks the file of a journal, or a new file. Nil if another run has locked it, or if it cannot be locked.
    private static func openLocked(_ path: String) throws(FileError) -> Int32? {
        while true {
            let descriptor = try openFile(path)
            guard isJournal(descriptor) else {
                close(descriptor)
                throw FileError(
                    reason: "the file is there already, and is no journal: remove it, or give --journal PATH")
            }
            let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
            // Meanwhile, another run may have renamed the file and put its own there.
            if isLocked, isFile(descriptor, at: path) { return descriptor }
            close(descriptor)
            if !isLocked { return nil }
        }
    }

    /// Whether the descriptor belongs to the file that is at the path now.
    private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }

    /// Whether the file is a journal or empty.
    private static func isJournal(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &start, start.count, 0)
        return count == 0 || count > 0 && Journal.isStart(start[..<count])
    }

    /// The journal in the file if its run did not finish, else nil. The inner optional is nil if the journal cannot be read.
    /// Usually the last line is enough to see that the run finished.
    private static func unfinishedJournal(_ descriptor: Int32, at path: String) -> Journal?? {
        let size = lseek(descriptor, 0, SEEK_END)
        var tail = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &tail, tail.count, max(0, size - off_t(tail.count)))
        guard size > 0, count > 0, !Journal.isEnd(tail[..<count]) else { return nil }
        guard let bytes = try? readFile(path, limit: maximumSize), let journal = try? Journal(bytes) else {
            return .some(nil)
        }
        return journal.isCutOff ? journal : nil
    }

    private static func openFile(_ path: String) throws(FileError) -> Int32 {
        if let kind = FileKind(of: path), kind != .file { throw FileError(reason: "it is not a regular file") }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
        return descriptor
    }

    /// Adds the run's name to a path: `reports/journal.jsonl` becomes `reports/journal-RUN.jsonl`.
    private static func named(_ path: String, _ runID: String) -> String {
        let name = runID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard path.hasSuffix(".jsonl") else { return "\(path)-\(name)" }
        return "\(path.dropLast(".jsonl".count))-\(name).jsonl"
    }
}

extension Diagnostic {
    fileprivate static func journalInUse(_ path: String, instead own: String) -> Diagnostic {
        .warning(
            .journalInUse, "another run is writing to \(path): the journal of this run is \(own)", at: nil)
    }
}
