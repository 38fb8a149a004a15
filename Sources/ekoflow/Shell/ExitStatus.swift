import CLibrary
import WorkflowEngine
import WorkflowReports

/// The exit code of the process.
enum ExitStatus: Int32, CaseIterable {
    /// Every expectation held.
    case passed = 0
    /// An expectation failed.
    case failed = 1
    /// A workflow, an environment or an option is wrong: nothing was sent.
    case invalidInput = 2
    /// The run could not finish: transport, deadline, outcome unknown, report not written.
    case unfinished = 3
    /// Refused by a safety rule: production, recipients, limits, an unfinished run, a ledger that cannot be used.
    case refused = 4
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// Its meaning for people, in one line.
    var meaning: String {
        switch self {
        case .passed: "every expectation held"
        case .failed: "an expectation failed"
        case .invalidInput: "a file or an option is wrong: nothing was sent"
        case .unfinished:
            "could not finish: no connection, deadline, outcome unknown, or nothing was tested"
        case .refused: "refused by a safety rule: production, recipients, limits, an unfinished run, no ledger"
        case .hungUp: "ended by SIGHUP; the reports are written"
        case .interrupted: "ended by SIGINT; the reports are written"
        case .terminated: "ended by SIGTERM; the reports are written"
        }
    }

    /// A table of all exit codes, one per line.
    static var table: String {
        allCases.map { "  \($0.rawValue)\($0.rawValue < 10 ? "  " : "")  \($0.meaning)" }.joined(separator: "\n")
    }

    /// Ends the process without the exit handlers of libraries. All output must have been written.
    ///
    /// Threads still run. An exit handler can free what such a thread frees too, and a run that passed would end with SIGABRT.
    func endProcess() -> Never { _exit(rawValue) }

    /// The most serious outcome of a run.
    init(_ counts: ReportCounts) {
        if counts.errorTypes == [StepError.Kind.refused.rawValue] {
            self = .refused
        } else if counts.errors > 0 || counts.haveTestedNothing {
            self = .unfinished
        } else {
            self = counts.failures > 0 ? .failed : .passed
        }
    }

    /// The exit status of a recorded run. A run that was cut off or interrupted is unfinished.
    init(_ document: ReportDocument) {
        let counts = document.counts
        if document.end.wasCutOff || document.end.wasInterrupted {
            self = .unfinished
        } else if counts.testcases == 0, document.info.part != nil {
            // This part has no workflows.
            self = .passed
        } else if counts.errorTypes == [ReportDocument.typeOfInvalidInput], counts.errors == counts.testcases {
            self = .invalidInput
        } else {
            self.init(counts)
        }
    }
}
