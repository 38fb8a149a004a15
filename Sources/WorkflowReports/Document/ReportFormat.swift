/// Writes a run in a form that some reader takes: a head, each suite once it is whole, and a foot. Nothing of a suite is kept.
package protocol ReportFormat: Sendable {
    /// `total` is nil at the start of a run. At its end the head is asked for again, and has as many bytes as it had.
    func head(_ info: ReportInfo, total: ReportTotal?) -> String

    /// `before` counts the suites that came before it.
    func suite(_ suite: ReportSuite, before: ReportCounts) -> String

    func foot(_ total: ReportTotal) -> String
}

/// What a run came to.
package struct ReportTotal: Sendable {
    package var counts = ReportCounts()
    package var end = ReportEnd()

    package init() {}
}

extension ReportFormat {
    /// The whole of a run that is over.
    package func text(of document: ReportDocument) -> String {
        var total = ReportTotal()
        var text = ""
        for suite in document.suites {
            text += self.suite(suite, before: total.counts)
            total.counts.add(suite.counts)
        }
        total.end = document.end
        return head(document.info, total: total) + text + foot(total)
    }
}
