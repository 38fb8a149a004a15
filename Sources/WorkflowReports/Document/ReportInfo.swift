/// What is known of a run at its start.
package struct ReportInfo: Sendable, Equatable {
    /// Of the program.
    package var version: String
    package var runID: String
    /// In RFC 3339.
    package var startedAt: String
    /// How many workflows and cases were to run; nil where nobody knows.
    package var planned: Int?
    /// Which part of a run on several machines it is; nil for a whole one.
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
    /// True where its process ended before it did.
    package var wasCutOff: Bool

    package init(duration: Duration = .zero, wasInterrupted: Bool = false, wasCutOff: Bool = false) {
        self.duration = duration
        self.wasInterrupted = wasInterrupted
        self.wasCutOff = wasCutOff
    }
}
