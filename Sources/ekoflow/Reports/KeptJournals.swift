import CLibrary
import Source
import WorkflowReports

/// The journals of a workspace: of the last run, and of runs before it. `recheck`, `diff` and `report` find runs here by name.
struct KeptJournals {
    struct Run {
        let id: String
        let path: String
        /// In the format of RFC 3339.
        let startedAt: String
        /// Their names, with commas.
        let environments: String
        let isSandbox: Bool
    }

    /// How many runs are kept, and how many runs on a sandbox: these never take the place of the others.
    static let maximumCount = 20

    /// The latest first.
    let runs: [Run]
    /// The journals that cannot be read, or their folder, each with the reason. Nobody knows which runs they are of.
    let unreadable: [(path: String, reason: String)]

    /// The journals in the folder of the standard journal.
    init(in root: WorkspaceRoot) {
        self.init(beside: root.location(of: JournalPath.standard))
    }

    init(beside path: String) {
        let folder = Workspace.parent(of: path)
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let prefix = file.hasSuffix(".jsonl") ? file.dropLast(".jsonl".count) : file[...]
        var (runs, unreadable): ([Run], [(path: String, reason: String)]) = ([], [])
        if let names = WorkflowFiles.entries(of: folder) {
            for name in names where name == file || name.hasPrefix("\(prefix)-") && name.hasSuffix(".jsonl") {
                let path = folder == "." ? name : "\(folder)/\(name)"
                do throws(FileError) {
                    if let run = try Self.run(of: path) { runs.append(run) }
                } catch {
                    unreadable.append((path, error.reason))
                }
            }
        } else if errno != ENOENT {
            unreadable.append((folder, systemErrorText()))
        }
        self.runs = runs.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }
        self.unreadable = unreadable
    }

    /// Removes the oldest journals beyond the count, which has a place for the run that begins. A journal of a run that was cut off or
    /// still runs stays.
    static func removeOldest(beside path: String, forSandbox: Bool) {
        let runs = KeptJournals(beside: path).runs.filter { $0.path != path }
        for isSandbox in [false, true] {
            let others = isSandbox == forSandbox ? maximumCount - 1 : maximumCount
            for run in runs.filter({ $0.isSandbox == isSandbox }).dropFirst(others) where run.isFinished {
                unlink(run.path)
                unlink(SettlementFile.path(of: run.id, beside: run.path))
            }
        }
    }

    /// Warnings about runs that were cut off and have a journal of their own, because another run used the standard one. Each is
    /// told once: its journal is then read-only.
    static func newlyCutOff(beside path: String, besides own: String) -> [Diagnostic] {
        KeptJournals(beside: path).runs.compactMap { run in
            guard run.path != path, run.path != own, !run.isFinished else { return nil }
            let descriptor = open(run.path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var status = stat()
            // A run that still goes on holds the lock.
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IWUSR != 0,
                flock(descriptor, LOCK_EX | LOCK_NB) == 0,
                let earlier = try? EarlierJournal(descriptor, at: run.path)
            else { return nil }
            setTold(run.path)
            return earlier.warning(keptAs: run.path)
        }
    }

    /// Makes the journal of a run that was cut off read-only: the run has been told, and needs no second warning.
    static func setTold(_ path: String) { chmod(path, 0o400) }

    /// What the first line of a journal says; nil if the file is not a journal.
    static func run(of path: String) throws(FileError) -> Run? {
        guard let line = try firstLine(of: path), let info = (try? Journal(Array(line)))?.document.info else {
            return nil
        }
        return Run(
            id: info.runID, path: path, startedAt: info.startedAt,
            environments: info.environments.joined(separator: ", "),
            isSandbox: info.isSandbox)
    }
}

extension KeptJournals {
    /// It has the command of the run, which can name thousands of files: so much is read if the first bytes are not enough.
    private static let mostOfLine = 4 << 20

    private static func firstLine(of path: String) throws(FileError) -> ArraySlice<UInt8>? {
        for count in [16 << 10, mostOfLine] {
            guard let start = readStart(of: path, count: count) else { throw FileError(reason: systemErrorText()) }
            if let line = start.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
                line.endIndex < start.endIndex || start.count < count
            {
                return line
            }
            if start.count < count { return nil }
        }
        throw FileError(reason: "its first line is too long")
    }
}

extension KeptJournals.Run {
    fileprivate var isFinished: Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        return readPart(of: descriptor, from: max(0, size - 256), count: 256).map(Journal.isEnd) ?? false
    }
}
