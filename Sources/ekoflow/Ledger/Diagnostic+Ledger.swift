import Ledger
import Source
import Times
import WorkflowEngine

/// What is said at the start of a run about its ledger.
extension Diagnostic {
    static func ledgerInWorkspace(_ path: String) -> Diagnostic {
        .warning(
            .ledgerInWorkspace, "there is no home folder: the ledger is \(path), and is kept only as long as it",
            at: nil, help: "set XDG_STATE_HOME to a folder that stays, or use PostgreSQL")
    }

    /// A run that must not start, because it would make requests again.
    static func unfinishedRun(_ run: RunEntry, effects: String) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) is unfinished: \(effects)", at: nil,
            help: "add --resume to continue it, or --again to start anew and perhaps text people again",
            notes: [Note("it was: \(run.command)")])
    }

    static func otherArguments(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) had other arguments: other files, variables or a selection",
            at: nil, help: "give the same arguments with --resume", notes: [Note("it was: \(run.command)")])
    }

    static func otherRun(_ key: String, _ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "the key '\(key)' is that of a run of something else", at: nil,
            help: "give each job its own key: add the name of the job to it",
            notes: [Note("it was: \(run.command)")])
    }

    static func nothingToResume(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) has finished: there is nothing to continue", at: nil,
            help: "without --resume, everything is run again")
    }

    static func stillRunning(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) still runs on \(run.host)", at: nil,
            help: "wait until it ends")
    }

    static let noUnfinishedRun = Diagnostic.warning(
        .unfinishedRun, "no run here is unfinished: everything is run", at: nil)

    static func resumed(_ run: RunEntry, _ earlier: EarlierStarts) -> Diagnostic {
        .warning(
            .resumedRun,
            "\(LedgerStart.text(of: run)) is continued, in start \(run.starts): its \(plural(earlier.records.count, "finished step")) and \(plural(earlier.requests.count, "request")) are not made again",
            at: nil)
    }

    /// `holder` names another run.
    static func waitsForTurn(_ holder: String, _ number: String) -> Diagnostic {
        .warning(
            .resumedRun,
            "waiting until \(holder) is done with the number \(number): two OTPs at once would replace each other",
            at: nil)
    }

    static func waitsForOtherStart(_ run: RunEntry, _ holder: ProcessIdentity) -> Diagnostic {
        .warning(
            .resumedRun,
            "\(LedgerStart.text(of: run)) runs on \(holder.host) already: this start waits for its end, and makes only what is missing",
            at: nil)
    }
}

extension CommandError {
    static let noLedger = CommandError(
        .invalidInput,
        [
            .error(
                .unfinishedRun, "a sandbox keeps no ledger, so no run of it can be continued", at: nil,
                help: "leave out --resume and --run-key, or add ledger: { file: PATH } to its environment")
        ], isReported: false)
}
