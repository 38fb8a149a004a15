import WorkflowReports

/// The journal of a run before this one that did not come to its end, and where it is kept.
struct EarlierJournal {
    let path: String
    /// Nil where it cannot be read.
    let journal: Journal?
}

extension EarlierJournal {
    /// What to tell of a run that was cut off, when the next one starts.
    var notice: String {
        guard let journal else {
            return """
                warning: the run before this one did not come to its end, and its journal cannot be read: SMS may have been sent
                  = help: it is kept as \(path)

                """
        }
        let sms = journal.document.counts.sms.text(.plain)
        return """
            warning: the run before this one, \(journal.document.info.runID), was cut off: \(sms)
              = help: its report: ekoflow report --from-journal \(path)

            """
    }
}
