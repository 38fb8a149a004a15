import Testing

@testable import Ledger

@Suite("Lists of a ledger's runs and requests")
struct ListingTests {
    @Test("the latest runs are first, each with how far it came", arguments: StoredLedger.Kind.allCases)
    func states(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("FINISHED")
        try ledger.finishedRun("INTERRUPTED", .interrupted)
        try ledger.finishedRun("ABANDONED", .abandoned)
        let dead = StoredLedger.process("dead")
        _ = try ledger.start("CUT", by: dead)
        try ledger.kill(dead)
        _ = try ledger.start("RUNNING")
        let observer = StoredLedger.process("observer")
        let runs = try ledger.store.latestRuns(limit: nil, seenBy: observer)
        #expect(runs.map(\.run.key) == ["RUNNING", "CUT", "ABANDONED", "INTERRUPTED", "FINISHED"])
        #expect(runs.map(\.state) == [.running, .cutOff, .abandoned, .interrupted, .finished])
        #expect(try ledger.store.latestRuns(limit: 2, seenBy: observer).map(\.run.key) == ["RUNNING", "CUT"])
        #expect(try ledger.store.unfinishedRuns(seenBy: observer).map(\.run.key) == ["CUT", "INTERRUPTED"])
    }

    @Test(
        "a run's effects are what happened, apart from what may have happened",
        arguments: StoredLedger.Kind.allCases)
    func effects(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.start("RUN")
        try ledger.make(StoredLedger.claim("sent"), in: run)
        try ledger.make(StoredLedger.claim("lost"), in: run, .unknown, .unknown)
        try ledger.make(StoredLedger.claim("under way"), in: run, .claimed)
        try ledger.make(StoredLedger.claim("refused"), in: run, .answered, .didNotHappen)
        try ledger.make(StoredLedger.claim("nothing left"), in: run, .notSent, .didNotHappen)
        try ledger.make(StoredLedger.claim("moved", amount: 50_000), in: run)
        try ledger.make(StoredLedger.claim("moved?", amount: 700), in: run, .unknown, .unknown)
        var expected = RunTotals()
        expected.requests = 6
        expected.unknown = 3
        expected.sends = 1
        expected.sendsUnknown = 2
        expected.transfers = 1
        expected.transfersUnknown = 1
        expected.amount = 50_000
        expected.amountUnknown = 700
        let other = try ledger.start("OTHER")
        let runs = try ledger.store.latestRuns(limit: nil, seenBy: ledger.process)
        #expect(runs.map(\.run.id) == [other.id, run.id])
        #expect(runs[0].effects == RunTotals())
        #expect(runs[1].effects == expected)
    }

    @Test("the parts of a run have one key, and another key finds none of them", arguments: StoredLedger.Kind.allCases)
    func parts(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        for part in ["1/2", "2/2"] { _ = try ledger.start("KEY", part: part, by: StoredLedger.process(part)) }
        let runs = try ledger.store.runs(withKey: "KEY", seenBy: ledger.process)
        #expect(runs.map(\.run.part) == ["1/2", "2/2"])
        #expect(try ledger.store.runs(withKey: "KE", seenBy: ledger.process).isEmpty)
        #expect(try ledger.store.runs(withKey: "%", seenBy: ledger.process).isEmpty)
    }

    @Test("requests come page after page, each once and in order", arguments: StoredLedger.Kind.allCases)
    func pages(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.start("RUN")
        for number in 0..<7 { try ledger.make(StoredLedger.claim("step \(number)"), in: run) }
        var steps: [[String]] = []
        var last: Int64 = 0
        while case let page = try ledger.store.requests(.init(), after: last, limit: 3), let end = page.last {
            steps.append(page.map(\.shown.step))
            last = end.id
        }
        #expect(steps == [["step 0", "step 1", "step 2"], ["step 3", "step 4", "step 5"], ["step 6"]])
    }

    @Test("only the requests of a run, and only those since a moment", arguments: StoredLedger.Kind.allCases)
    func filters(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("OLD")
        try ledger.store.connection.query(
            "UPDATE claims SET claimed = claimed - $1", .integer(3 * StoredLedger.day))
        let run = try ledger.start("NEW")
        try ledger.make(StoredLedger.claim("moved", amount: 12_345, reference: "REF"), in: run, .unknown, .unknown)
        func runs(_ filter: LedgerStore.RequestFilter) throws -> [String] {
            try ledger.store.requests(filter, after: 0).map(\.run)
        }
        let yesterday = StoredLedger.now().milliseconds - StoredLedger.day
        #expect(try runs(.init()) == ["OLD", "NEW"])
        #expect(try runs(.init(runKey: "OLD")) == ["OLD"])
        #expect(try runs(.init(since: yesterday)) == ["NEW"])
        #expect(try runs(.init(runKey: "OLD", since: yesterday)) == [])
        let request = try #require(try ledger.store.requests(.init(runKey: "NEW"), after: 0).first)
        #expect(request.state == .unknown && request.outcome == .unknown && request.movesMoney)
        #expect(request.amount == 12_345 && request.shown.reference == "REF" && request.account == "a 1")
        #expect(request.finished != nil)
    }
}
