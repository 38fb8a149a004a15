import CLibrary
import PostgreSQL
import SQLDatabase
import SQLite
import Secrets
import Times

@testable import Ledger

/// A ledger of one test in one of the two databases, by the real clock. Tests make entries older.
final class StoredLedger {
    enum Kind: String, CaseIterable, Sendable {
        case sqlite
        case postgreSQL
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    let opener: LedgerOpener
    let store: LedgerStore
    let process = StoredLedger.process("first")
    /// The path of the file; empty for PostgreSQL.
    let path: String
    private let folder: String

    static let day: Int64 = 86_400_000

    init(_ kind: Kind) throws {
        (opener, path, folder) = try Self.place(kind)
        store = try opener.open()
    }

    deinit { if !folder.isEmpty { Self.remove(folder) } }

    /// An opener of a ledger that does not exist yet.
    static func place(_ kind: Kind) throws -> (opener: LedgerOpener, path: String, folder: String) {
        switch kind {
        case .sqlite:
            var template = Array("/tmp/ekoflow-upkeep-XXXXXX".utf8CString)
            let folder = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
            return (opener(of: .file(folder + "/ledger.db")), folder + "/ledger.db", folder)
        case .postgreSQL:
            guard let server = getenv("EKOFLOW_TEST_POSTGRES").map({ String(cString: $0) }) else {
                throw Missing(description: "these tests need a server of PostgreSQL: 'make test' starts one")
            }
            let name = "t\(UInt64.random(in: 0 ... .max))"
            try PostgreSQLConnection(url: server).execute("CREATE DATABASE \(name)")
            return (opener(of: .postgreSQL(Secret(server.prefix(through: server.lastIndex(of: "/")!) + name))), "", "")
        }
    }

    static func remove(_ folder: String) {
        for suffix in ["", "-wal", "-shm", "-lock"] { unlink(folder + "/ledger.db" + suffix) }
        rmdir(folder)
    }

    private static func opener(of location: LedgerLocation) -> LedgerOpener {
        LedgerOpener(location, clock: LedgerClock(now: now), newKey: { "0123456789abcdef" })
    }

    @Sendable static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A process of which only its lease tells whether it runs.
    static func process(_ id: String) -> ProcessIdentity {
        ProcessIdentity(id: id, host: "host", boot: "boot", pidSpace: "of \(id)", pid: 7, pidStarted: 1)
    }

    // MARK: Entries

    func start(_ key: String, part: String = "", by process: ProcessIdentity? = nil) throws -> RunEntry {
        let description = RunDescription(
            key: key, isKeyed: false, part: part, fingerprint: "f", command: "ekoflow run", workspace: "/w")
        guard case .started(let run) = try store.start(description, as: process ?? self.process) else {
            throw Missing(description: "the run \(key) could not start")
        }
        return run
    }

    /// A claim of one SMS to `person`, or of a transfer if it has an amount.
    static func claim(
        _ step: String, person: String = "p", amount: Int64 = 0, reference: String? = nil, account: String = "a 1"
    ) -> Claim {
        var claim = Claim()
        claim.stepKey = step
        claim.account = account
        claim.shown.environment = "staging"
        claim.shown.workflow = "w.yml"
        claim.shown.step = step
        claim.shown.reference = reference
        if amount > 0 {
            claim.movesMoney = true
            claim.amount = amount
        } else {
            claim.persons = [person]
            claim.sends = 1
        }
        return claim
    }

    /// Claims a request, and ends it unless `state` is `claimed`.
    func make(
        _ claim: Claim, in run: RunEntry, _ state: ClaimState = .answered, _ outcome: ClaimOutcome = .happened,
        by process: ProcessIdentity? = nil
    ) throws {
        let process = process ?? self.process
        var batch = LedgerBatch()
        batch.claims = [claim]
        let granted = try store.perform(batch, of: run, as: process).claims[0].get()
        guard state != .claimed else { return }
        batch = LedgerBatch()
        batch.ends = [ClaimEnd(granted, state, outcome: outcome)]
        _ = try store.perform(batch, of: run, as: process)
    }

    func record(_ step: String, in run: RunEntry) throws {
        var batch = LedgerBatch()
        batch.records = [StepRecord(stepKey: step, result: "{}")]
        _ = try store.perform(batch, of: run, as: process)
    }

    /// A run of one SMS.
    @discardableResult
    func finishedRun(
        _ key: String, _ state: RunEntry.EndState = .finished, daysAgo: Int64 = 0, outcome: ClaimOutcome = .happened
    ) throws -> RunEntry {
        let process = Self.process("of \(key)")
        let run = try start(key, by: process)
        try make(Self.claim("step"), in: run, .answered, outcome, by: process)
        try store.end(run, state, process: process)
        try age(run, days: daysAgo)
        return run
    }

    /// Makes a run older.
    func age(_ run: RunEntry, days: Int64) throws {
        try store.connection.query(
            "UPDATE runs SET started = started - $1, ended = ended - $1 WHERE id = $2", .integer(days * Self.day),
            .integer(run.id))
    }

    /// Takes a process's lease away, as if it had died long ago.
    func kill(_ process: ProcessIdentity, daysAgo: Int64 = 0) throws {
        try store.connection.query(
            "UPDATE processes SET expires = expires - $1, started = started - $2 WHERE id = $3",
            .integer(daysAgo * Self.day + 60_000), .integer(daysAgo * Self.day), .text(process.id))
    }

    func count(_ table: String) throws -> Int64 {
        try store.connection.query("SELECT COUNT(*) FROM \(table)")[0].int(0)
    }

    /// The keys of the runs that are left, in order.
    func keys() throws -> [String] {
        try store.connection.query("SELECT run_key FROM runs ORDER BY id").map { $0.text(0) }
    }
}
