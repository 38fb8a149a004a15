import WorkflowReports

/// Where the journals of runs are.
enum JournalPath {
    static let standard = "reports/journal.jsonl"

    /// The path of a run's journal. `run` is a path or the name of a run.
    static func ofRun(_ run: String) -> String {
        guard FileKind(of: run) == nil else { return run }
        let kept = named(standard, run)
        if FileKind(of: kept) == .file { return kept }
        return isJournal(standard, ofRun: run) ? standard : run
    }

    /// Adds the run's name to a path: `reports/journal.jsonl` becomes `reports/journal-RUN.jsonl`.
    static func named(_ path: String, _ runID: String) -> String {
        let name = runID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard path.hasSuffix(".jsonl") else { return "\(path)-\(name)" }
        return "\(path.dropLast(".jsonl".count))-\(name).jsonl"
    }

    private static func isJournal(_ path: String, ofRun run: String) -> Bool {
        let line = readStart(of: path, count: 512)?.split(separator: UInt8(ascii: "\n")).first
        return line.flatMap { try? Journal(Array($0)) }?.document.info.runID == run
    }
}
