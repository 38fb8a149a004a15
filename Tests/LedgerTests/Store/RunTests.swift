import SQLDatabase
import Testing

@testable import Ledger

@Suite("Runs in a ledger")
struct RunTests {
    private let one = ProcessIdentity.elsewhere("one")
    private let two = ProcessIdentity.elsewhere("two")
    private let living = ProcessIdentity.own(id: "own", host: "here")

    /// What came of an attempt to start a run.
    private func outcome(_ start: RunStart) -> String {
        switch start {
        case .started(let run): "start \(run.starts)"
        case .underWay(_, let process): "under way in \(process.id)"
        case .finished(let run): "finished in \(run.process)"
        case .otherRun(let run): "other run \(run.fingerprint)"
        }
    }

    @Test("a run starts, and is under way for all others until it ends", arguments: Database.allCases)
    func underWay(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(.example(isKeyed: true), as: one)
        #expect(run.key == "run" && run.starts == 1 && run.isKeyed && run.ended == nil && run.isUnfinished)
        #expect(run.host == "host-of-one" && run.started == ledger.clock.wall)
        #expect(outcome(try ledger.open().start(.example(), as: two)) == "under way in one")
        // The same start, after the answer to its commit was lost.
        #expect(outcome(try store.start(.example(), as: one)) == "start 1")
        try store.end(run, .interrupted, process: one)
        #expect(outcome(try store.start(.example(), as: two)) == "start 2")
    }

    @Test("a key of something else is no earlier start, and changes nothing", arguments: Database.allCases)
    func otherRun(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        #expect(outcome(try store.start(.example(fingerprint: "g"), as: two)) == "other run f")
        #expect(try store.run(run.id) == run)
        // A part of a run whose key a whole run has.
        var part = RunDescription.example(fingerprint: "g")
        part.part = "2/3"
        #expect(outcome(try store.start(part, as: two)) == "other run f")
    }

    @Test("the parts of a split share a key, and another split does not", arguments: Database.allCases)
    func parts(_ database: Database) throws {
        let store = try TestLedger(database).open()
        func start(_ part: String, as process: ProcessIdentity) throws -> String {
            var description = RunDescription.example("parts", fingerprint: "f of \(part)")
            description.part = part
            return outcome(try store.start(description, as: process))
        }
        #expect(try start("1/3", as: one) == "start 1")
        #expect(try start("2/3", as: two) == "start 1")
        #expect(try start("2/2", as: .elsewhere("three")) == "other run f of 1/3")
        #expect(try start("3/3", as: .elsewhere("four")) == "start 1")
    }

    @Test(
        "a process without a sign of life has its run for a lease, and each sign extends it",
        arguments: Database.allCases)
    func lease(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        _ = try store.started(as: one)
        ledger.clock.advance(by: .seconds(29))
        #expect(outcome(try store.start(.example(), as: two)) == "under way in one")
        #expect(try store.renew(one))
        ledger.clock.advance(by: .seconds(29))
        #expect(outcome(try store.start(.example(), as: two)) == "under way in one")
        ledger.clock.advance(by: .seconds(1))
        #expect(outcome(try store.start(.example(), as: two)) == "start 2")
        #expect(try !store.renew(.elsewhere("three")))
    }

    @Test("a process of this machine that has ended needs no lease to expire", arguments: Database.allCases)
    func gone(_ database: Database) throws {
        let store = try TestLedger(database).open()
        func process(
            _ id: String, boot: String? = nil, space: String? = nil, started: Int64? = nil
        ) -> ProcessIdentity {
            ProcessIdentity(
                id: id, host: "here", boot: boot ?? living.boot, pidSpace: space ?? living.pidSpace, pid: living.pid,
                pidStarted: started ?? living.pidStarted)
        }
        let ownStart = living.pidStarted
        let cases: [(ProcessIdentity, isAlive: Bool)] = [
            (process("living"), true),
            // Its number has been given to another process.
            (process("ended", started: ownStart + 1), false),
            // The number means nothing in another container.
            (process("other container", space: "other", started: ownStart + 1), true),
            (process("unknown container", space: "", started: ownStart + 1), true),
            // In a file, another boot means that the machine was started again; in PostgreSQL, another machine.
            (process("other boot", boot: "other"), database == .postgreSQL),
        ]
        for (other, isAlive) in cases {
            _ = try store.started(.example(other.id), as: other)
            let start = outcome(try store.start(.example(other.id), as: living))
            #expect(start == (isAlive ? "under way in \(other.id)" : "start 2"), "\(other.id)")
        }
    }

    @Test("of eight starts of one key at once, one succeeds", arguments: Database.allCases)
    func atOnce(_ database: Database) async throws {
        for round in 0..<5 {
            let ledger = try TestLedger(database)
            _ = try ledger.open()
            if round > 0 { _ = try ledger.open().started(as: one) }
            ledger.clock.advance(by: .seconds(60))
            let starts = try await onThreads(8) { number in
                try ledger.open().start(.example(), as: .elsewhere("\(number)"))
            }.map(outcome)
            #expect(starts.count { $0.hasPrefix("start") } == 1)
            #expect(starts.count { $0.hasPrefix("under way") } == 7)
        }
    }

    @Test(
        "a finished run is over without a key; with one it keeps its results, and can be started again",
        arguments: Database.allCases,
        [true, false])
    func finished(_ database: Database, isKeyed: Bool) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let description = RunDescription.example(isKeyed: isKeyed)
        let run = try store.started(description, as: one)
        var batch = LedgerBatch()
        batch.records = [StepRecord(stepKey: "s", result: "{}")]
        _ = try store.perform(batch, of: run, as: one)
        try store.end(run, .finished, process: one)
        #expect(try ledger.count("results") == (isKeyed ? 1 : 0))
        #expect(try store.run(run.id)?.isUnfinished == false)
        #expect(try store.unfinishedRuns(workspace: "/w", host: "host-of-one", seenBy: two) == [])
        guard isKeyed else {
            #expect(outcome(try store.start(description, as: two)) == "finished in one")
            return
        }
        let again = try store.started(description, as: two)
        #expect(again.hadFinished && again.starts == 2)
        // Until this start is over, it can be cut off as any other.
        #expect(again.isUnfinished && again.ended == nil)
        #expect(outcome(try store.start(description, as: .elsewhere("three"))) == "under way in two")
    }

    @Test("a run that another process has taken over cannot be ended by the first", arguments: Database.allCases)
    func endOfStranger(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        ledger.clock.advance(by: .seconds(30))
        let again = try store.started(as: two)
        var batch = LedgerBatch()
        batch.records = [StepRecord(stepKey: "s", result: "{}")]
        _ = try store.perform(batch, of: again, as: two)
        try store.end(run, .finished, process: one)
        #expect(try store.run(run.id)?.ended == nil)
        #expect(try ledger.count("results") == 1)
        #expect(outcome(try store.start(.example(), as: living)).hasPrefix(database == .sqlite ? "start" : "under way"))
    }

    @Test("unfinished runs are those that ended early or were cut off, the latest first", arguments: Database.allCases)
    func unfinished(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        func start(_ key: String, _ process: String, _ workspace: String = "/w") throws -> RunEntry {
            var identity = ProcessIdentity.elsewhere(process)
            identity = ProcessIdentity(
                id: process, host: "h", boot: identity.boot, pidSpace: identity.pidSpace, pid: 1, pidStarted: 1)
            return try store.started(.example(key, workspace: workspace), as: identity)
        }
        let states: [RunEntry.EndState] = [.finished, .interrupted, .abandoned]
        for state in states {
            let run = try start(state.rawValue, state.rawValue)
            try store.end(run, state, process: .elsewhere(state.rawValue))
        }
        _ = try start("cut off", "gone")
        _ = try start("elsewhere", "gone too", "/other")
        ledger.clock.advance(by: .seconds(30))
        _ = try start("under way", "alive")
        func unfinished() throws -> [String] {
            try store.unfinishedRuns(workspace: "/w", host: "h", seenBy: two).map(\.key)
        }
        #expect(try unfinished() == ["cut off", "interrupted"])
        #expect(try store.unfinishedRuns(workspace: "/w", host: "other", seenBy: two) == [])
        for run in try store.unfinishedRuns(workspace: "/w", host: "h", seenBy: two) {
            try store.abandon(run, steps: [])
        }
        #expect(try unfinished() == [])
        #expect(try store.lastRun(fingerprint: "f", workspace: "/w", host: "h")?.key == "under way")
        #expect(try store.lastRun(fingerprint: "g", workspace: "/w", host: "h") == nil)
    }

    @Test("a run that was started again meanwhile is not abandoned", arguments: Database.allCases)
    func abandonLate(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        ledger.clock.advance(by: .seconds(30))
        _ = try store.started(as: two)
        try store.abandon(run, steps: [])
        #expect(try store.run(run.id)?.endState == nil)
    }

    @Test("a run is abandoned when all that it made is made anew, and not before", arguments: Database.allCases)
    func abandonInParts(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let run = try store.started(as: one)
        for name in ["a", "b"] { _ = try store.claim(.sms(name), of: run, as: one).get() }
        let keys = try store.claimedSteps(of: run)
        let first = try #require(keys.min())
        try store.abandon(run, steps: [first])
        #expect(try store.claimedSteps(of: run) == keys.subtracting([first]))
        #expect(try store.run(run.id)?.endState == nil)
        try store.abandon(run, steps: keys)
        #expect(try store.run(run.id)?.endState == .abandoned)
    }

    @Test("earlier starts have their results, their requests and what they made in all", arguments: Database.allCases)
    func earlier(_ database: Database) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(as: one)
        let lost = try store.claim(.sms("a", to: ["p", "q"]), of: run, as: one).get()
        try store.end(lost, .notSent, of: run, as: one)
        let sent = try store.claim(.sms("a", attempt: 2, to: ["p", "p"]), of: run, as: one).get()
        var batch = LedgerBatch()
        batch.ends = [ClaimEnd(sent, .answered, outcome: .happened)]
        batch.records = [StepRecord(stepKey: "a", result: "{}")]
        var priced = Claim.transfer("b", 700, maximum: nil)
        priced.isPriced = true
        priced.shown.environment = "production"
        batch.claims = [priced, .transfer("c", 300, maximum: nil)]
        _ = try store.perform(batch, of: run, as: one)
        try store.end(run, .interrupted, process: one)

        let earlier = try store.earlierStarts(of: store.started(as: two))
        #expect(earlier.records.mapValues(\.result) == ["a": "{}"])
        let request = try #require(earlier.requests["a"])
        #expect(request.count == 2 && request.state == .answered && request.outcome == .happened)
        #expect(request.sends == 2 && request.start == 1 && request.claimed == ledger.clock.wall)
        #expect(request.shown == Claim.sms("a").shown)
        #expect(earlier.requests["b"]?.state == .claimed && earlier.requests["b"]?.amount == 700)
        let staging = try #require(earlier.totals["staging"])
        #expect(staging.sends == 2 && staging.sendsByPerson == ["p": 2])
        #expect(staging.transfers == 1 && staging.amount == 300 && staging.priced == 0)
        #expect(earlier.totals["production"]?.priced == 1 && earlier.totals["production"]?.amount == 700)
        #expect(try store.claimedSteps(of: run) == ["a", "b", "c"])
        #expect(try store.effects(of: run) == RunEffects(requests: 3, sends: 2, transfers: 2, amount: 1_000))
        #expect(try store.effects(of: store.started(.example("x"), as: one)).requests == 0)
    }

    @Test("numbers that another program wrote end nothing", arguments: Database.allCases, [Int64.min, .max])
    func hostileNumbers(_ database: Database, number: Int64) throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let run = try store.started(.example(isKeyed: true), as: one)
        for name in ["a", "b"] { _ = try store.claim(.sms(name), of: run, as: one).get() }
        for column in ["sends", "transfers", "amount", "priced", "claimed", "repetition", "attempt", "start"] {
            // An attempt can occur only once.
            let rows = column == "attempt" ? "step_key = 'a'" : "1 = 1"
            _ = try ledger.query("UPDATE claims SET \(column) = $1 WHERE \(rows)", .integer(number))
        }
        _ = try ledger.query("UPDATE runs SET started = $1, starts = $1", .integer(number))
        _ = try ledger.query("UPDATE budgets SET sends = $1, amount = $1", .integer(number))
        try store.end(run, .finished, process: one)
        let again = try store.started(.example(isKeyed: true), as: two)
        let earlier = try store.earlierStarts(of: again)
        #expect(earlier.requests.count == 2 && earlier.totals.values.allSatisfy { $0.sends >= 0 && $0.amount >= 0 })
        // The database refuses to add them up, and says so.
        #expect(throws: SQLError.self) { try store.effects(of: again) }
        let limited = Claim.sms("c") { $0.sendsPerDay = 10 }
        #expect(try store.claim(limited, of: again, as: two).isGranted == (number < 0))
    }
}
