import Source
import WorkflowReports

extension ReportOutput {
    /// Throws if its path leads to a file that is not a report of its format: a wrong path must not cost a file. Devices
    /// and pipes are written to, and a journal has its own refusal.
    func refuseToReplaceOtherFile() throws(CommandError) {
        // `/dev/stdout` may lead to a file.
        guard !path.hasPrefix("/dev/"), FileKind(of: path) == .file else { return }
        guard let start = readStart(of: path, count: Self.lengthOfStart) else {
            throw refusal("'\(path)' exists, and cannot be read: \(systemErrorText())")
        }
        if start.isEmpty || format.isReport(startingWith: start) { return }
        if start.count > 20, Journal.isStart(start.prefix(64)) { return }
        throw refusal("'\(path)' exists, and is not a report that \(option) writes")
    }

    private func refusal(_ message: String) -> CommandError {
        CommandError(
            .invalidInput,
            [
                .error(
                    .fileExists, message, at: nil,
                    help: "give the report another path, or --overwrite to replace the file")
            ], isReported: false)
    }

    /// A report of another program can begin with comments.
    private static let lengthOfStart = 4_096
}
