import Ledger
import Source
import Times
import WorkflowEngine

/// What is said at the start of a run about its ledger.
extension Diagnostic {
    static func ledgerInWorkspace(_ path: String) -> Diagnostic {
        .warning(
            .ledgerInWorkspace, "there is no home folder: the ledger is \(path), and is lost with the workspace",
            at: nil, help: "set XDG_STATE_HOME to a folder that stays, or use PostgreSQL")
    }

    /// A run that must not start, because it would make requests again.
    static func unfinishedRun(_ run: RunEntry, effects: String) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) is unfinished: \(effects)", at: nil,
            help: "add --resume to continue it, or --again to start anew and perhaps text people again",
            notes: [Note("it was: \(run.command)")])
    }

    /// A run that must not be continued, because another unfinished run may have made its requests.
    static func otherUnfinishedRun(_ run: RunEntry, effects: String) -> Diagnostic {
        .error(
            .unfinishedRun,
            "another run with the same requests is unfinished: \(LedgerStart.text(of: run)); \(effects)",
            at: nil,
            help:
                "continue that one first, with its own arguments, or start anew with --again and perhaps text people again",
            notes: [Note("it was: \(run.command)")])
    }

    static func otherArguments(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) had other arguments: other files, variables or a selection",
            at: nil, help: "give the same arguments with --resume", notes: [Note("it was: \(run.command)")])
    }

    static func otherRun(_ key: String, _ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "the key '\(key)' already belongs to a run with other workflows, variables or parts",
            at: nil,
            help: "give each job its own key: add the name of the job to it",
            notes: [Note("it was: \(run.command)")])
    }

    static func nothingToResume(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) has finished: there is nothing to continue", at: nil,
            help: "without --resume, everything is run again; with --again, also if an older run is unfinished")
    }

    static func stillRunning(_ run: RunEntry) -> Diagnostic {
        .error(
            .unfinishedRun, "\(LedgerStart.text(of: run)) still runs on \(run.host)", at: nil,
            help: "wait until it ends")
    }

    static let noUnfinishedRun = Diagnostic.error(
        .unfinishedRun, "no run of this folder on this machine is unfinished: there is nothing to continue", at: nil,
        help: "without --resume, everything is run")

    static func resumed(_ run: RunEntry, _ earlier: EarlierStarts) -> Diagnostic {
        let made = earlier.requests.count { $0.value.state != .notSent }
        let not =
            made == 0
            ? "none of its requests was made"
            : "its \(plural(made, "request")) \(made == 1 ? "is" : "are") not made again"
        guard run.hadFinished else {
            return .warning(
                .resumedRun, "\(LedgerStart.text(of: run)) is continued, in start \(run.starts): \(not)", at: nil)
        }
        return .warning(
            .resumedRun, "\(LedgerStart.text(of: run)) has finished: its verdicts are told again, and \(not)", at: nil)
    }

    static func changedSteps(_ path: String) -> Diagnostic {
        .error(
            .unfinishedRun,
            "\(path) changed since the run started, and has several steps of one name, or without a name: nobody can tell which of them were made",
            at: nil, help: "undo the change; or start anew with --again or another key, which sends again")
    }

    /// `steps` are what people see of steps that the run has no more.
    static func goneSteps(_ steps: [String]) -> Diagnostic {
        .error(
            .unfinishedRun,
            "the run may have made \(plural(steps.count, "request")) in steps that are no longer there, such as '\(steps[0])': "
                + "with another name, or with other values of a case, they would be made again",
            at: nil, help: "undo the change; or start anew with --again or another key, which sends again")
    }

    /// `steps` are what people see of steps that were made for other persons, or with another amount.
    static func stepsOfOthers(_ steps: [String]) -> Diagnostic {
        .error(
            .unfinishedRun,
            "the run may have made \(plural(steps.count, "request")) for other numbers, or with another amount, than the changed files say, such as in '\(steps[0])'",
            at: nil, help: "undo the change; or start anew with --again or another key, which sends again")
    }

    static func changedFiles(_ paths: [String]) -> Diagnostic {
        .warning(
            .resumedRun,
            "\(paths.prefix(5).joined(separator: ", "))\(paths.count > 5 ? ", …" : "") changed since the run started: steps that were already made keep their old verdict, and new ones are made",
            at: nil, help: "to judge them again, start anew with --again or another key; it sends again")
    }

    static let noLedger = Diagnostic.warning(
        .unfinishedRun, "a sandbox keeps no ledger: everything is run, and nobody is texted", at: nil)

    static let unencryptedLedger = Diagnostic.warning(
        .ledgerUnusable, "the connection to the ledger is not encrypted (sslmode=disable)", at: nil,
        help: "write sslmode=verify-full if the server is on another machine")

    /// `holder` names another run.
    static func waitsForTurn(_ holder: String, _ number: String) -> Diagnostic {
        .warning(
            .resumedRun,
            "waiting until \(holder) is done with the number \(number): two OTPs at once would replace each other",
            at: nil)
    }

    static func waitsForSignOfLife(_ run: RunEntry) -> Diagnostic {
        .warning(
            .resumedRun,
            "\(LedgerStart.text(of: run)) may still run in another container: waiting for its sign of life, at most 30 s",
            at: nil)
    }

    static func waitsForOtherStart(_ run: RunEntry, _ holder: ProcessIdentity) -> Diagnostic {
        .warning(
            .resumedRun,
            "\(LedgerStart.text(of: run)) runs on \(holder.host) already: this start waits for its end, and makes only what is missing",
            at: nil)
    }
}
