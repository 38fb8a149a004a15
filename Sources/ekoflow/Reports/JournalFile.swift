import CLibrary
import JSON
import Synchronization
import Times
import WorkflowEngine
import WorkflowReports

/// The journal of a run, on disk. The line about a request that does more than to read is written completely before the
/// request is made.
final class JournalFile: RequestRecorder {
    let path: String
    private let descriptor: Int32
    private let composer: ReportComposer
    private let writer = JournalWriter()
    /// Whether somebody can be texted. The ledger, and not the journal, keeps what a failure of power must not lose.
    private let isOfPeople: Bool
    /// Lines that wait for the next flush or send. They have their own lock, so starting a workflow never waits for the disk.
    private let waiting = Mutex(TextBuffer())
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
        /// Whether the path leads to another file, or to none.
        var isLost = false
    }

    private init(_ opened: OpenedJournal, composer: ReportComposer, isOfPeople: Bool) {
        path = opened.path
        descriptor = opened.descriptor
        self.composer = composer
        self.isOfPeople = isOfPeople
    }

    deinit { close(descriptor) }

    /// Starts the journal of a run. With `keepsEarlier`, journals of earlier runs are kept beside it. If an earlier run was cut off, shows what it may have sent. Throws if no journal can be
    /// written, because then nobody could tell what was sent.
    static func start(
        at path: String, keepsEarlier: Bool, for plan: RunPlan, composer: ReportComposer, in shell: Shell
    ) throws(CommandError) -> JournalFile {
        do throws(FileError) {
            let isOfPeople = !plan.environments.allSatisfy(\.isSandbox)
            let opened = try OpenedJournal(at: path, runID: plan.id, keepsEarlier: keepsEarlier)
            for (warning, path) in opened.cutOff {
                shell.show([warning])
                KeptJournals.setTold(path)
            }
            shell.show(opened.warnings)
            if keepsEarlier {
                shell.show(KeptJournals.newlyCutOff(beside: path, besides: opened.path))
                KeptJournals.removeOldest(beside: path, forSandbox: !isOfPeople)
            }
            return JournalFile(opened, composer: composer, isOfPeople: isOfPeople)
        } catch {
            throw .invalidInput(.unwritable("the journal \(path)", error))
        }
    }

    /// Writes the waiting lines. Returns why the journal is incomplete; nil if it is complete.
    func finish() -> String? {
        if waiting.withLock({ !$0.isEmpty }) { try? append(nil) }
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

    private func add(_ line: borrowing TextBuffer) { waiting.withLock { $0.append(line) } }

    /// Writes the waiting lines. An error is shown at the end of the run.
    func flush() {
        let size = waiting.withLock { $0.count }
        // If the disk is full, each attempt would write everything again.
        guard size > 0, file.withLock({ size >= 2 * $0.refused }) else { return }
        try? append(nil)
    }

    func willMake(_ request: RecordedRequest, step: String, workflow: Int) throws(RequestRecordError) {
        do throws(FileError) {
            try requireInPlace()
            let request = JournalRequest(request, of: workflow, composer)
            try append(writer.line(of: request, step: composer.cleanOften(step), workflow: workflow))
        } catch {
            throw RequestRecordError(reason: error.reason)
        }
    }

    /// Throws if the path does not lead to this file any more: nobody could read what the run sends.
    private func requireInPlace() throws(FileError) {
        // If nobody can be texted, it is enough that the file is not removed: a path takes longer to follow.
        let isThere = isOfPeople ? OpenedJournal.isFile(descriptor, at: path) : OpenedJournal.hasPath(descriptor)
        if isThere, file.withLock({ OpenedJournal.size(descriptor) >= $0.size }) { return }
        let reason = "\(path) was removed, replaced or shortened during the run"
        file.withLock { file in
            file.isLost = true
            file.problem = file.problem ?? reason
        }
        throw FileError(reason: reason)
    }

    /// Writes the waiting lines, and then `line`.
    private func append(_ line: consuming TextBuffer?) throws(FileError) {
        let line = line ?? TextBuffer()
        try file.withLock { file throws(FileError) in
            var taken = takeWaiting()
            let waited = taken.count
            taken.append(line)
            do throws(FileError) {
                try writeAll(taken, to: descriptor)
                file.size += off_t(taken.count)
                file.refused = 0
                if !file.isIncomplete, !file.isLost { file.problem = nil }
            } catch {
                // A partial line would break the next line.
                ftruncate(descriptor, file.size)
                file.problem = file.problem ?? error.reason
                file.refused = waited
                // `line` announces an action that will now not happen. The other lines wait again, up to the maximum.
                if waited > Self.maximumWaiting {
                    file.isIncomplete = true
                } else {
                    taken.cut(to: waited)
                    putBack(taken)
                }
                throw error
            }
        }
    }

    private func takeWaiting() -> TextBuffer {
        waiting.withLock { waiting in
            var taken = TextBuffer(capacity: Self.usualWaiting)
            swap(&taken, &waiting)
            return taken
        }
    }

    private func putBack(_ lines: borrowing TextBuffer) {
        waiting.withLock { waiting in
            var all = TextBuffer(capacity: lines.count + waiting.count)
            all.append(lines)
            all.append(waiting)
            waiting = all
        }
    }

    /// In bytes: what a few steps write.
    private static let usualWaiting = 4 << 10
}
