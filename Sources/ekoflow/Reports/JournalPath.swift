import WorkflowReports

/// Where the journals of runs are.
enum JournalPath {
    /// Below the root of the workspace.
    static let standard = "reports/journal.jsonl"

    /// The path of a run's journal. `run` is a path or the name of a run; nil for the last run.
    static func ofRun(_ run: String?, in root: WorkspaceRoot) -> String {
        let latest = root.location(of: standard)
        // After two runs at once, the later one can have another file.
        guard let run else {
            let kept = KeptJournals(beside: latest)
            // To read it says why it cannot be read: the run before it is not the last one.
            if kept.unreadable.contains(where: { $0.path == latest }) { return latest }
            return kept.runs.first?.path ?? latest
        }
        guard FileKind(of: run) == nil else { return run }
        let kept = named(latest, run)
        if FileKind(of: kept) == .file { return kept }
        return (try? KeptJournals.run(of: latest))?.id == run ? latest : run
    }

    /// Adds the run's name to a path: `reports/journal.jsonl` becomes `reports/journal-RUN.jsonl`.
    static func named(_ path: String, _ runID: String) -> String {
        let name = runID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard path.hasSuffix(".jsonl") else { return "\(path)-\(name)" }
        return "\(path.dropLast(".jsonl".count))-\(name).jsonl"
    }
}
