import WorkflowReports

/// A report that is written during its run.
final class ReportStream {
    let path: String
    private let format: any ReportFormat
    private let file: WholeFile
    private var headLength = 0
    private var info = ReportInfo(version: "", runID: "", startedAt: "")
    private var total = ReportTotal()

    init(_ output: ReportOutput) throws(FileError) {
        path = output.path
        format = output.format
        file = try WholeFile(output.path)
    }

    func start(_ info: ReportInfo) {
        self.info = info
        let head = format.head(info, total: nil)
        headLength = head.utf8.count
        file.append(head)
    }

    func add(_ suite: ReportSuite) {
        file.append(format.suite(suite, before: total.counts))
        total.counts.add(suite.counts)
    }

    /// Completes the report, and moves it to its path.
    func finish(_ end: ReportEnd) throws(FileError) {
        total.end = end
        file.append(format.foot(total))
        let head = format.head(info, total: total)
        if head.utf8.count == headLength { file.replaceStart(with: head) }
        try file.commit()
    }
}
