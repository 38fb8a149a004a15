import Glibc
import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The journal of a run on the disk. A line is whole there before what it announces is done.
final class JournalFile: SendRecorder {
    let path: String
    private let descriptor: Int32
    private let composer: ReportComposer
    private let writer = JournalWriter()
    /// False where nobody can be texted: nothing is lost with the machine's power then.
    private let isSynced: Bool
    private let state = Mutex(State())

    private struct State {
        /// In bytes, all of them whole lines.
        var size: off_t = 0
        /// Lines that wait for the next flush, or send.
        var waiting = ""
        /// Why a line could not be written, if one could not.
        var problem: String?
    }

    private init(path: String, descriptor: Int32, composer: ReportComposer, isSynced: Bool) {
        self.path = path
        self.descriptor = descriptor
        self.composer = composer
        self.isSynced = isSynced
    }

    deinit { close(descriptor) }

    /// Starts the journal of a run. One that an earlier run left unfinished is kept beside it, under the run's name; that of a
    /// run that is still under way is left alone, and this one gets a name of its own. A file of anything else is an error.
    static func start(
        at wanted: String, runID: String, composer: ReportComposer, isSynced: Bool
    ) throws(FileError) -> (journal: JournalFile, unfinished: (path: String, journal: Journal)?) {
        try ReportFile.makeFolder(Workspace.parent(of: wanted))
        var path = wanted
        var unfinished: (path: String, journal: Journal)?
        var descriptor = try openFile(path)
        guard isJournal(descriptor) else {
            close(descriptor)
            throw FileError(reason: "the file is there already, and is no journal: remove it, or give --journal PATH")
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            close(descriptor)
            path = named(wanted, runID)
            descriptor = try openFile(path)
            flock(descriptor, LOCK_EX | LOCK_NB)
        } else if let journal = cutOffJournal(descriptor, at: path) {
            let kept = named(wanted, journal.document.info.runID)
            guard rename(path, kept) == 0 else {
                let error = FileError(reason: "an unfinished journal cannot be kept as \(kept): \(systemErrorText())")
                close(descriptor)
                throw error
            }
            unfinished = (kept, journal)
            close(descriptor)
            descriptor = try openFile(path)
            flock(descriptor, LOCK_EX | LOCK_NB)
        }
        // It holds more than a report does: what was answered.
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            let error = FileError(reason: systemErrorText())
            close(descriptor)
            throw error
        }
        return (JournalFile(path: path, descriptor: descriptor, composer: composer, isSynced: isSynced), unfinished)
    }

    static let maximumSize = 1 << 30
    static let defaultPath = "reports/journal.jsonl"

    /// The journal of a run: that of the path, or of the run's name.
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

    /// Why the journal is not whole; nil where it is.
    var problem: String? { state.withLock(\.problem) }

    /// Records what happens after a start, in its order, with the next flush.
    func record(_ event: ReportEvent) {
        switch event {
        case .runStarted, .suiteStarted: break
        case .testcaseFinished, .suiteFinished, .runFinished: add(writer.line(of: event))
        }
    }

    /// The line of a start comes before those of its sends, and with the first of them.
    func willStart(_ event: RunEvent) { add(writer.line(of: composer.event(of: event))) }

    private func add(_ line: String) { state.withLock { $0.waiting += line } }

    /// Writes what was recorded. What keeps it from being written is told at the end of the run.
    func flush() {
        guard state.withLock({ !$0.waiting.isEmpty }) else { return }
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

    /// Writes the lines that wait, and then another.
    private func append(_ line: String) throws(FileError) {
        try state.withLock { state throws(FileError) in
            // One that is not written is not made: the others wait on.
            let lines = state.waiting + line
            do throws(FileError) {
                try ReportFile.writeAll(lines, to: descriptor)
                guard !isSynced || fdatasync(descriptor) == 0 else { throw FileError(reason: systemErrorText()) }
                state.size += off_t(lines.utf8.count)
                state.waiting = ""
            } catch {
                // A part of a line would spoil the next.
                ftruncate(descriptor, state.size)
                state.problem = state.problem ?? error.reason
                throw error
            }
        }
    }

    /// True also for an empty file.
    private static func isJournal(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &start, start.count, 0)
        return count == 0 || count > 0 && Journal.isStart(start[..<count])
    }

    /// The journal of a run that did not come to its end, if the file holds one. Mostly its last line tells that it did.
    private static func cutOffJournal(_ descriptor: Int32, at path: String) -> Journal? {
        let size = lseek(descriptor, 0, SEEK_END)
        var tail = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &tail, tail.count, max(0, size - off_t(tail.count)))
        guard size > 0, count > 0, !Journal.isEnd(tail[..<count]) else { return nil }
        guard let bytes = try? readFile(path, limit: maximumSize), let journal = try? Journal(bytes) else { return nil }
        return journal.isCutOff ? journal : nil
    }

    private static func openFile(_ path: String) throws(FileError) -> Int32 {
        if let kind = FileKind(of: path), kind != .file { throw FileError(reason: "it is not a regular file") }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
        return descriptor
    }

    /// `reports/journal.jsonl` of a run: `reports/journal-RUN.jsonl`.
    private static func named(_ path: String, _ runID: String) -> String {
        let name = runID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard path.hasSuffix(".jsonl") else { return "\(path)-\(name)" }
        return "\(path.dropLast(".jsonl".count))-\(name).jsonl"
    }
}
