import WorkflowReports

/// A report that is written during its run.
final class ReportStream {
    let path: String
    private let format: any ReportFormat
    private let file: WholeFile
    private var headLength = 0

    init(_ output: ReportOutput) throws(FileError) {
        path = output.path
        format = output.format
        file = try WholeFile(output.path)
    }

    func start(_ info: ReportInfo) {
        let head = format.head(info, total: nil)
        headLength = head.utf8.count
        file.append(head)
    }

    /// `counts` are the suite's counts, and `before` the counts of all earlier suites.
    func add(_ suite: ReportSuite, _ counts: ReportCounts, before: ReportCounts) {
        file.append { format.write(suite, counts, before: before, to: &$0) }
    }

    /// Completes the report, and moves it to its path.
    func finish(_ info: ReportInfo, _ total: ReportTotal) throws(FileError) {
        file.append(format.foot(total))
        let head = format.head(info, total: total)
        if head.utf8.count == headLength { file.replaceStart(with: head) }
        try file.commit()
    }
}
