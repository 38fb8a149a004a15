import Source
import WorkflowReports

/// The journal of an earlier run that did not finish, and where it is kept.
struct EarlierJournal {
    let path: String
    /// Nil if it cannot be read.
    let journal: Journal?
}

extension Diagnostic {
    /// Warns at the start of a run that the run before it was cut off.
    static func cutOff(_ earlier: EarlierJournal) -> Diagnostic {
        guard let journal = earlier.journal else {
            return .warning(
                .cutOff,
                "the run before this one was cut off, and its journal cannot be read: SMS may have been sent", at: nil,
                help: "it is kept as \(earlier.path)")
        }
        let sms = journal.document.counts.sms.text(.plain)
        return .warning(
            .cutOff, "the run before this one, \(journal.document.info.runID), was cut off: \(sms)", at: nil,
            help: "its report: ekoflow report --from-journal \(earlier.path)")
    }
}
