/// What is known about a run at its start.
package struct ReportInfo: Sendable, Equatable {
    /// The version of ekoflow.
    package var version = ""
    package var runID = ""
    /// In the format of RFC 3339.
    package var startedAt = ""
    /// How many workflows and cases were planned; nil if this is not known.
    package var planned: Int?
    /// The names of its environments, sorted.
    package var environments: [String] = []
    /// Whether all of them are sandboxes, so that nobody was texted.
    package var isSandbox = false
    /// The command line, if it is known.
    package var command: String?
    /// The commit of the workflows, and the address of the CI job that ran them, if CI told them.
    package var commit: String?
    package var job: String?
    /// The name of the run in its ledger, if it is another: the name of its first start, or its key.
    package var ledgerRun: String?
    /// The key that the run was given, if any.
    package var runKey: String?
    /// Which part of a run on several machines it is; nil for a whole run.
    package var part: ReportPart?
}

/// How a run ended.
package struct ReportEnd: Sendable, Equatable {
    package var duration: Duration = .zero
    package var wasInterrupted = false
    /// Whether the process ended before the run did.
    package var wasCutOff = false
}
