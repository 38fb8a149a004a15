import CLibrary
import Source
import WorkflowReports

/// The journal of an earlier run that did not finish.
enum EarlierJournal {
    case cutOff(Journal)
    case unreadable

    /// Nil if the file is empty, or its run finished: usually the last line is enough to see that. Throws if it cannot be read to
    /// find that out: a file that may be the only record of a run must not be emptied.
    init?(_ descriptor: Int32, at path: String) throws(FileError) {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0, let tail = readPart(of: descriptor, from: max(0, size - 256), count: 256) else {
            throw FileError(reason: systemErrorText())
        }
        guard !tail.isEmpty, !Journal.isEnd(tail) else { return nil }
        guard let bytes = try? readFile(path, limit: FinishedRun.maximumSize), let journal = try? Journal(bytes) else {
            self = .unreadable
            return
        }
        guard journal.isCutOff else { return nil }
        self = .cutOff(journal)
    }

    /// Nil if it cannot be read.
    var runID: String? { if case .cutOff(let journal) = self { journal.document.info.runID } else { nil } }

    /// Says at the start of a run that the run before it was cut off.
    func warning(keptAs path: String) -> Diagnostic {
        switch self {
        case .cutOff(let journal):
            .warning(
                .cutOff,
                "the run before this one, \(journal.document.info.runID), was cut off: \(journal.document.counts.effects.text(.plain))",
                at: nil, help: "its report: ekoflow report --from-journal \(path)")
        case .unreadable:
            .warning(
                .cutOff,
                "the run before this one was cut off, and its journal cannot be read: SMS may have been sent", at: nil,
                help: "it is kept as \(path)")
        }
    }
}
