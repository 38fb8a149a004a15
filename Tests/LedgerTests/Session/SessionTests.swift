import SQLDatabase
import Synchronization
import Testing

@testable import Ledger

@Suite("The ledger of a run under way")
struct SessionTests {
    @Test("claims that come while another is written share one transaction", arguments: Database.allCases)
    func sharing(_ database: Database) async throws {
        let isWriting = Switch()
        let mayGoOn = Gate()
        let durable = CallCount()
        let test = try TestSession(TestLedger(database)) { connection in
            connection.before = { call throws(SQLError) in
                guard call == .begin(durable: true) else { return }
                durable.add()
                if durable.value == 1 {
                    isWriting.set(true)
                    mayGoOn.pass()
                }
            }
        }
        let started = CallCount()
        async let first = test.refusal(.sms("first"))
        while !isWriting.isOn { await Task.yield() }
        async let others = withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    started.add()
                    return await test.refusal(.sms("\(number)")) == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        while started.value < 64 { await Task.yield() }
        mayGoOn.open()
        #expect(await first == nil)
        #expect(await others == 64)
        // A few tasks may not have come as far as to the queue.
        #expect(durable.value <= 8)
        #expect(try test.ledger.count("claims") == 65)
        #expect(await test.session.close(.finished) == nil)
    }

    @Test(
        "results and ends cost no durable commit of their own, and the end of a run writes all",
        arguments: Database.allCases)
    func cheap(_ database: Database) async throws {
        let durable = CallCount()
        let test = try TestSession(TestLedger(database)) { connection in
            connection.before = { call throws(SQLError) in if call == .begin(durable: true) { durable.add() } }
        }
        for number in 0..<10 {
            let claim = try await test.session.claim(.sms("\(number)"))
            test.session.record(StepRecord(stepKey: "\(number)", result: "{}"))
            test.session.end(ClaimEnd(claim, .answered, outcome: .happened))
            test.session.flush()
        }
        #expect(durable.value == 10)
        #expect(await test.session.close(.interrupted) == nil)
        #expect(durable.value == 11)
        #expect(try test.ledger.count("results") == 10)
        #expect(try test.ledger.count("claims WHERE state = 'answered'") == 10)
        #expect(try test.ledger.count("runs WHERE end_state = 'interrupted'") == 1)
        #expect(try test.ledger.count("processes") == 0)
    }

    @Test("a claim whose commit got no answer is made once", arguments: Database.allCases, [true, false])
    func lostAnswer(_ database: Database, isCommitted: Bool) async throws {
        let commits = CallCount()
        let test = try TestSession(TestLedger(database)) { connection in
            let lose = { [unowned connection] (call: TestConnection.Call) throws(SQLError) in
                guard call == .commit else { return }
                commits.add()
                guard commits.value == 2 else { return }
                if !isCommitted { connection.wrapped.rollback() }
                connection.isCut.store(true, ordering: .relaxed)
                throw SQLError(.unreachable, "the answer was lost")
            }
            if isCommitted { connection.after = lose } else { connection.before = lose }
        }
        let first = try await test.session.claim(.sms("a") { $0.sendsPerDay = 2 })
        test.session.end(ClaimEnd(first, .notSent, outcome: .unknown))
        _ = try await test.session.claim(.sms("b") { $0.sendsPerDay = 2 })
        _ = try await test.session.claim(.sms("c") { $0.sendsPerDay = 2 })
        #expect(await test.refusal(.sms("d") { $0.sendsPerDay = 2 })?.budget?.used == 2)
        #expect(
            try test.ledger.query("SELECT step_key, state FROM claims ORDER BY id")
                == [SQLRow(["a", "not_sent"]), SQLRow(["b", "claimed"]), SQLRow(["c", "claimed"])])
        #expect(await test.session.close(.finished) == nil)
    }

    @Test("transactions that are in each other's way are tried again", arguments: Database.allCases)
    func conflict(_ database: Database) async throws {
        let commits = CallCount()
        let test = try TestSession(TestLedger(database)) { connection in
            connection.before = { [unowned connection] call throws(SQLError) in
                guard call == .commit else { return }
                commits.add()
                guard commits.value == 1 else { return }
                connection.wrapped.rollback()
                throw SQLError(.conflict, "a deadlock")
            }
        }
        #expect(await test.refusal(.sms("a")) == nil)
        #expect(commits.value >= 2)
        #expect(try test.ledger.count("claims") == 1)
        #expect(await test.session.close(.finished) == nil)
    }

    @Test(
        "a ledger that cannot be written refuses its claims at once, and says at the end what was not written",
        arguments: Database.allCases)
    func full(_ database: Database) async throws {
        let state = Switch()
        let test = try TestSession(TestLedger(database)) { connection in
            connection.before = { call throws(SQLError) in
                guard case .begin = call, state.isOn else { return }
                throw SQLError(.full, "no space left")
            }
        }
        let claim = try await test.session.claim(.sms("a"))
        test.session.end(ClaimEnd(claim, .answered, outcome: .happened))
        state.set(true)
        #expect(await test.refusal(.sms("b"))?.problem?.message.contains("no space left") == true)
        // What is left is written as soon as there is space again.
        state.set(false)
        #expect(await test.refusal(.sms("b")) == nil)
        #expect(try test.ledger.count("claims WHERE state = 'answered'") == 1)
        state.set(true)
        #expect(await test.session.close(.finished)?.message.contains("no space left") == true)
        #expect(try test.ledger.count("runs WHERE ended IS NULL") == 1)
    }

    @Test(
        "a clock that jumps while the run is under way gets no claim, up to five minutes are allowed",
        arguments: Database.allCases)
    func clockJumps(_ database: Database) async throws {
        let test = try TestSession(TestLedger(database))
        for (number, (time, jump)) in [
            ("2026-11-29T10:05:00Z", 0), ("2026-11-29T10:05:01Z", 301_000), ("2026-11-29T09:54:59Z", -301_000),
            ("2026-11-29T09:55:00Z", 0),
        ].enumerated() {
            test.ledger.clock.set(time)
            let expected: ClaimRefusal? = jump == 0 ? nil : .clockJumped(milliseconds: Int64(jump))
            // The clock of a file may not be behind its latest entry either.
            if database == .sqlite, time == "2026-11-29T09:55:00Z" { continue }
            #expect(await test.refusal(.sms("\(number)")) == expected)
        }
        test.ledger.clock.advance(by: .seconds(86_400))
        test.ledger.clock.set("2026-11-30T10:00:00Z")
        #expect(await test.refusal(.sms("later")) == nil)
        #expect(await test.session.close(.finished) == nil)
    }

    @Test("a claim after the end of the run is refused, and does not wait for ever", arguments: Database.allCases)
    func afterClose(_ database: Database) async throws {
        let test = try TestSession(TestLedger(database))
        #expect(await test.session.close(.finished) == nil)
        #expect(await test.refusal(.sms("a"))?.problem != nil)
        await test.session.takeTurn(.init(server: "s", persons: ["p"], workflow: 1)) { _, _ in }
        #expect(await test.session.takeFreeTurns(.init(server: "s", persons: ["p"], workflow: 1)) == nil)
        _ = await test.session.close(.finished)
        #expect(try test.ledger.count("claims") == 0)
    }

    @Test("a run that another process has taken over gets no claim", arguments: Database.allCases)
    func takenOver(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        let test = try TestSession(ledger)
        #expect(await test.refusal(.sms("a")) == nil)
        let store = try ledger.opener.open()
        while true {
            // As if its lease had expired. The session can renew it right after.
            try ledger.query("UPDATE processes SET expires = 0")
            guard case .started(let run) = try store.start(.example("run"), as: .elsewhere("other")) else { continue }
            #expect(run.starts == 2)
            break
        }
        #expect(await test.refusal(.sms("b")) == .takenOver(host: "host-of-other"))
        #expect(await test.session.close(.finished) == nil)
        #expect(try ledger.count("runs WHERE ended IS NULL") == 1)
    }

    @Test("two sessions of one account get exactly the maximum, with many claims at once", arguments: Database.allCases)
    func budget(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        let sessions = try (0..<8).map { try TestSession(ledger, key: "\($0)") }
        let granted = await withTaskGroup(of: Int.self) { group in
            for test in sessions {
                group.addTask {
                    await test.claimAtOnce((0..<40).map { .sms("\($0)") { $0.sendsPerDay = 100 } })
                }
            }
            return await group.reduce(0, +)
        }
        #expect(granted == 100)
        #expect(try ledger.count("claims") == 100)
        for test in sessions { #expect(await test.session.close(.finished) == nil) }
    }
}

/// A switch that a test turns on and off from another thread.
final class Switch: Sendable {
    private let state = Mutex(false)
    var isOn: Bool { state.withLock(\.self) }
    func set(_ isOn: Bool) { state.withLock { $0 = isOn } }
}
