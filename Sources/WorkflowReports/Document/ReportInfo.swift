/// What is known about a run at its start.
package struct ReportInfo: Sendable, Equatable {
    /// The version of ekoflow.
    package var version: String
    package var runID: String
    /// In the format of RFC 3339.
    package var startedAt: String
    /// How many workflows and cases were planned; nil if this is not known.
    package var planned: Int?
    /// Which part of a run on several machines it is; nil for a whole run.
    package var part: ReportPart?

    package init(
        version: String, runID: String, startedAt: String, planned: Int? = nil, part: ReportPart? = nil
    ) {
        self.version = version
        self.runID = runID
        self.startedAt = startedAt
        self.planned = planned
        self.part = part
    }
}

/// How a run ended.
package struct ReportEnd: Sendable, Equatable {
    package var duration: Duration
    package var wasInterrupted: Bool
    /// Whether the process ended before the run did.
    package var wasCutOff: Bool

    package init(duration: Duration = .zero, wasInterrupted: Bool = false, wasCutOff: Bool = false) {
        self.duration = duration
        self.wasInterrupted = wasInterrupted
        self.wasCutOff = wasCutOff
    }
}
