import Testing

@testable import Ledger

@Suite("What is learned later of requests whose outcome was not known")
struct LaterOutcomeTests {
    private let observer = StoredLedger.process("observer")

    @Test(
        "requests are open until their outcome is known; requests of a running run are only counted",
        arguments: StoredLedger.Kind.allCases)
    func open(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let dead = StoredLedger.process("dead")
        let run = try ledger.start("CUT", by: dead)
        try ledger.make(StoredLedger.claim("lost", reference: "R1"), in: run, .unknown, .unknown, by: dead)
        try ledger.make(StoredLedger.claim("cut off", reference: "R2"), in: run, .claimed, by: dead)
        try ledger.make(StoredLedger.claim("unclear", reference: "R3"), in: run, .answered, .unknown, by: dead)
        try ledger.make(StoredLedger.claim("sent", reference: "R4"), in: run, by: dead)
        try ledger.make(StoredLedger.claim("not sent", reference: "R5"), in: run, .notSent, .didNotHappen, by: dead)
        #expect(try ledger.store.openRequests(ofRun: nil, seenBy: observer).running == 3)
        try ledger.kill(dead)
        let running = try ledger.start("RUNNING")
        try ledger.make(StoredLedger.claim("lost", reference: "R6"), in: running, .unknown, .unknown)
        let (open, left) = try ledger.store.openRequests(ofRun: nil, seenBy: observer)
        #expect(open.map(\.request.shown.step) == ["lost", "cut off", "unclear"])
        #expect(left == 1)
        #expect(try ledger.store.openRequests(ofRun: "CUT", seenBy: observer).running == 0)
        #expect(try ledger.store.openRequests(ofRun: "RUNNING", seenBy: observer).requests.isEmpty)
    }

    @Test(
        "an outcome is written once, and the state stays, so that nothing is made again",
        arguments: StoredLedger.Kind.allCases)
    func settle(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.finishedRun("RUN", outcome: .unknown)
        let request = try #require(try ledger.store.openRequests(ofRun: nil, seenBy: observer).requests.first).request
        let before = try ledger.store.use(of: "a 1", in: .utc)
        #expect(try ledger.store.settle(request, happened: false, seenBy: observer))
        #expect(try ledger.store.settle(request, happened: true, seenBy: observer) == false)
        let settled = try #require(try ledger.store.requests(.init(), after: 0).first)
        #expect(settled.outcome == .didNotHappen && settled.state == request.state)
        #expect(try ledger.store.claimedSteps(of: run) == ["step"])
        // Nobody knows whether a person got an SMS: the budget is not given back.
        #expect(try ledger.store.use(of: "a 1", in: .utc) == before)
        #expect(try ledger.store.openRequests(ofRun: nil, seenBy: observer).requests.isEmpty)
    }

    @Test("a request of a run that was continued meanwhile is left alone", arguments: StoredLedger.Kind.allCases)
    func continued(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        try ledger.finishedRun("RUN", .interrupted, outcome: .unknown)
        let request = try #require(try ledger.store.openRequests(ofRun: nil, seenBy: observer).requests.first).request
        _ = try ledger.start("RUN")
        #expect(try ledger.store.settle(request, happened: true, seenBy: observer) == false)
        #expect(try ledger.store.requests(.init(), after: 0).map(\.outcome) == [.unknown])
    }

    @Test(
        "requests with one reference cannot be told apart, unless they went to different accounts",
        arguments: StoredLedger.Kind.allCases)
    func references(_ kind: StoredLedger.Kind) throws {
        let ledger = try StoredLedger(kind)
        let run = try ledger.start("RUN")
        for (step, reference, account) in [
            ("same 1", "S", "a 1"), ("same 2", "S", "a 1"), ("other account 1", "T", "a 1"),
            ("other account 2", "T", "a 2"), ("alone", "U", "a 1"),
        ] {
            try ledger.make(
                StoredLedger.claim(step, reference: reference, account: account), in: run, .unknown, .unknown)
        }
        try ledger.make(StoredLedger.claim("not sent", reference: "U"), in: run, .notSent, .didNotHappen)
        try ledger.store.end(run, .finished, process: ledger.process)
        let open = try ledger.store.openRequests(ofRun: nil, seenBy: observer).requests
        #expect(open.filter(\.sharesReference).map(\.request.shown.step) == ["same 1", "same 2"])
        #expect(open.count == 5)
    }
}
