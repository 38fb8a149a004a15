import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowModel

/// The ledger that a command is about. It may not exist: only a run makes one.
struct ChosenLedger {
    let location: LedgerLocation
    /// Nil if it was not chosen by an environment.
    let environment: Environment?
    let variables: EnvironmentVariables
    let shell: Shell

    /// Nil if there is no ledger.
    func open(for access: LedgerOpener.Access) throws(CommandError) -> OpenedLedger? {
        do throws(LedgerProblem) {
            return try OpenedLedger(location, for: access, in: shell)
        } catch {
            throw CommandError(reading: error)
        }
    }

    /// Throws if there is no ledger.
    func require(for access: LedgerOpener.Access) throws(CommandError) -> OpenedLedger {
        if let ledger = try open(for: access) { return ledger }
        throw CommandError(
            .unfinished,
            [
                .error(
                    .ledgerUnusable, noLedgerYet, at: nil,
                    help: "a run makes it before its first request that does more than to read")
            ])
    }

    /// For people.
    var noLedgerYet: String { "there is no ledger yet \(location.place)" }
}

/// A ledger that exists and is open, for commands that are no runs.
struct OpenedLedger {
    let store: LedgerStore
    let location: LedgerLocation
    /// This process, which works on no run.
    let process: ProcessIdentity

    /// Nil if there is no ledger.
    init?(_ location: LedgerLocation, for access: LedgerOpener.Access, in shell: Shell) throws(LedgerProblem) {
        guard let store = try LedgerOpener(location, in: shell).openExisting(for: access) else { return nil }
        self.store = store
        self.location = location
        process = .own(id: shell.services.uniqueRunID(), host: machineName())
    }

    /// Says of an error which ledger it is about.
    func perform<Result>(_ body: (LedgerStore) throws(SQLError) -> Result) throws(CommandError) -> Result {
        do throws(SQLError) {
            return try body(store)
        } catch {
            throw CommandError(reading: LedgerProblem(error, of: location))
        }
    }

    /// The runs with a key. Throws if there are none.
    func runs(withKey key: String) throws(CommandError) -> [RunSummary] {
        let runs = try perform { store throws(SQLError) in try store.runs(withKey: key, seenBy: process) }
        guard !runs.isEmpty else {
            throw .invalidInput(
                .error(
                    .unknownRun, "the ledger \(location.text) has no run '\(key)'", at: nil,
                    help: "'ekoflow ledger list' shows its runs"))
        }
        return runs
    }
}

extension LedgerLocation {
    /// For people, after a noun: `at PATH`.
    var place: String {
        switch self {
        case .file(let path): "at \(path)"
        case .postgreSQL: "in this PostgreSQL database"
        }
    }

    func isSame(as other: LedgerLocation) -> Bool {
        if case .file(let path) = self, case .file(let otherPath) = other {
            return canonicalPath(path) == canonicalPath(otherPath)
        }
        return self == other
    }
}
