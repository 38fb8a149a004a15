/// What a run is, so that a later start of the same run is recognised.
package struct RunDescription: Sendable {
    /// Names the run over its starts: CI's own id, or the run's name.
    package var key: String
    /// Whether the key was given, so that the same key is the same run whoever starts it.
    package var isKeyed: Bool
    /// Which part of a run on several machines it is, for example `2/5`; empty for a whole run.
    package var part: String
    /// A hash of everything that decides what is run: files, environment, variables, selection.
    package var fingerprint: String
    /// The command line without secrets, for people.
    package var command: String
    /// The path of the workspace.
    package var workspace: String
    /// The files of its workflows, as JSON with a hash of the content of each.
    package var files: String

    package init(
        key: String, isKeyed: Bool, part: String, fingerprint: String, command: String, workspace: String,
        files: String = "{}"
    ) {
        self.files = files
        self.key = key
        self.isKeyed = isKeyed
        self.part = part
        self.fingerprint = fingerprint
        self.command = command
        self.workspace = workspace
    }
}

/// A run in the ledger.
package struct RunEntry: Sendable, Equatable {
    package let id: Int64
    package let key: String
    package let part: String
    package let fingerprint: String
    package let command: String
    package let workspace: String
    package let host: String
    package let isKeyed: Bool
    /// In milliseconds since 1970.
    package let started: Int64
    /// How often it was started, from 1.
    package let starts: Int
    /// The process of its last start.
    package let process: String
    /// In milliseconds since 1970; nil if it has not ended.
    package let ended: Int64?
    package let endState: EndState?
    /// Whether an earlier start had made everything.
    package var hadFinished = false

    /// How a run ended.
    package enum EndState: String, Sendable {
        /// Each of its steps has a verdict.
        case finished
        /// It was interrupted, or timed out. It can be resumed.
        case interrupted
        /// A person decided to start anew (`--again`).
        case abandoned
    }

    /// Whether steps are left that a resumed run would make.
    package var isUnfinished: Bool { endState != .finished && endState != .abandoned }
}

/// What came of the attempt to start a run.
package enum RunStart: Sendable {
    /// `earlier` starts may have left entries.
    case started(RunEntry)
    /// Another process runs it.
    case underWay(RunEntry, ProcessIdentity)
    /// It has no key, and is over.
    case finished(RunEntry)
    /// The key belongs to a run of something else.
    case otherRun(RunEntry)
}
