/// A run as reports show it: strings without secrets, in suites and testcases as in JUnit.
///
/// It is built from the events of a run, or read from a journal or a JSON report. Every format can write it.
package struct ReportDocument: Sendable {
    package var info = ReportInfo()
    package var suites: [ReportSuite] = []
    package var end = ReportEnd()

    package init() {}

    init(_ info: ReportInfo) {
        self.info = info
    }

    package var counts: ReportCounts { suites.reduce(into: ReportCounts()) { $0.add($1.counts) } }
}
