import Source
import WorkflowReports

extension ReportOutput {
    /// Throws if its path leads to a database, or to one of the files beside it: a ledger is never replaced.
    func refuseToReplaceLedger() throws(CommandError) {
        let databases =
            [path] + ["-wal", "-shm", "-lock"].filter(path.hasSuffix).map { String(path.dropLast($0.count)) }
        guard !path.hasPrefix("/dev/"), databases.contains(where: Self.isDatabase) else { return }
        throw CommandError(
            .invalidInput,
            [
                .error(
                    .overwritesInput, "'\(path)' is a database, or belongs to one: it may be a ledger", at: nil,
                    help: "give the report a path of its own")
            ], isReported: false)
    }

    private static func isDatabase(_ path: String) -> Bool {
        guard FileKind(of: path) == .file, let start = readStart(of: path, count: 16) else { return false }
        return start.elementsEqual(Array("SQLite format 3\0".utf8))
    }

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
