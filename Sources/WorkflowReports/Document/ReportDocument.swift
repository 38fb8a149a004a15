/// A run as reports show it: texts without secrets, one to one with JUnit's suites and testcases.
///
/// It is composed from a run as it happens, or read back from a journal: every format takes it from either.
package struct ReportDocument: Sendable {
    package var info: ReportInfo
    package var suites: [ReportSuite] = []
    package var end = ReportEnd()

    package init(_ info: ReportInfo) {
        self.info = info
    }

    package var counts: ReportCounts { suites.reduce(into: ReportCounts()) { $0.add($1.counts) } }
}
