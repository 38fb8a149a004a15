import Source
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// How a run is executed and reported.
struct RunSettings: Sendable {
    var jobs = 1
    /// Whether the run continues an earlier one.
    var restart = RestartChoice.undecided
    var failsFast = false
    var timeout: Duration?
    var repetitions = 1
    /// The seed of a random order; nil for the order of the files.
    var shuffle: UInt64?
    /// Whether only workflows that did not pass are shown.
    var isQuiet = false
    /// Whether the request and the response of every step are shown.
    var isVerbose = false
    /// The name of the production environment that the caller consents to.
    var confirmedProduction: String?
    /// Where the run's paths begin.
    var root = WorkspaceRoot.current
    var journalPath = JournalPath.standard
    /// Whether the journals of earlier runs are kept beside it.
    var keepsEarlierJournals = false
    /// The command line, without the program.
    var arguments: [String] = []
    var masksNumbers = true
    var reports: [ReportOutput] = []
    /// Whether a report may replace a file that is not a report.
    var overwrites = false
    /// Whether GitHub gets annotations and a summary.
    var showsGitHub = false
    /// Whether responses of an earlier run are judged again.
    var isRecheck = false

    /// The workflows of a plan, repeated and in the order in which they start.
    func arranged(_ workflows: PlannedWorkflows) -> PlannedWorkflows {
        var workflows = workflows
        workflows.repeat(repetitions)
        if let shuffle { workflows.shuffle(seed: shuffle) }
        return workflows
    }

    /// Why a run ended early that no signal ended.
    var timedOut: Diagnostic {
        .error(.timedOut, "timed out after \(timeout?.shortText ?? "its time") (--timeout)", at: nil)
    }

    /// Throws if two of the files that are written have the same path. `journal` is nil if no journal is written.
    func requireApart(journal: String?) throws(CommandError) {
        var taken: Set<String> = []
        for report in reports where !taken.insert(canonicalPath(report.path)).inserted {
            throw Self.sharedPath("two reports have the same path '\(report.path)'")
        }
        if let journal, taken.contains(canonicalPath(journal)) {
            throw Self.sharedPath("a report and the journal go to '\(journal)'")
        }
    }

    private static func sharedPath(_ problem: String) -> CommandError {
        CommandError(
            .invalidInput, [.error(.invalidOption, "\(problem): give each its own path", at: nil)], isReported: false)
    }

    /// Throws if a report would overwrite a file that the command reads.
    func refuseReports(over inputs: [String]) throws(CommandError) {
        let read = Set(inputs.map(canonicalPath))
        guard let output = reports.first(where: { read.contains(canonicalPath($0.path)) }) else { return }
        throw CommandError(
            .invalidInput,
            [
                .error(
                    .overwritesInput,
                    "'\(output.path)' is read by this command: a report in its place would overwrite it",
                    at: nil, help: "give the report a path of its own")
            ], isReported: false)
    }
}

/// A report to write.
struct ReportOutput: Sendable {
    /// The option that asks for it: `--junit`.
    let option: String
    let path: String
    let format: any ReportFormat
}
