import JSON

/// Writes a run in one format: a head, each suite when it is complete, and a foot. Keeps no suite in memory.
package protocol ReportFormat: Sendable {
    /// `total` is nil at the start. At the end, the head must have the same number of bytes, to overwrite the first head.
    func head(_ info: ReportInfo, total: ReportTotal?) -> String

    /// `counts` are the suite's counts, and `before` the counts of all earlier suites.
    func write(_ suite: ReportSuite, _ counts: ReportCounts, before: ReportCounts, to text: inout TextBuffer)

    func foot(_ total: ReportTotal) -> String
    /// Whether a file that starts like this is a report of this format. Any other file is not replaced unless asked to.
    func isReport(startingWith start: ArraySlice<UInt8>) -> Bool
}

/// The counts of a run, and how it ended.
package struct ReportTotal: Sendable {
    package var counts = ReportCounts()
    package var end = ReportEnd()

    package init() {}
}

extension ReportFormat {
    /// The whole report of a finished run.
    package func text(of document: ReportDocument) -> String {
        var total = ReportTotal()
        var text = TextBuffer()
        for suite in document.suites {
            let counts = suite.counts
            write(suite, counts, before: total.counts, to: &text)
            total.counts.add(counts)
        }
        total.end = document.end
        return head(document.info, total: total) + text.string + foot(total)
    }
}
