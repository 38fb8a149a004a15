import SQLDatabase
import Synchronization
import Testing

@testable import Ledger

@Suite("Turns of a run under way")
struct SessionTurnTests {
    private let wish = LedgerStore.TurnWish(server: "s", persons: ["p"], workflow: 1)
    private let other = ProcessIdentity.elsewhere("other")

    /// A session, and a store in which another process holds the turn.
    private func waiting(_ database: Database) throws -> (TestSession, LedgerStore) {
        let ledger = try TestLedger(database)
        let test = try TestSession(ledger)
        // The store of another process, by the same clock as the session's.
        let store = try ledger.opener.open()
        _ = try store.started(.example("other"), as: other)
        #expect(try store.take(wish, as: other) == nil)
        // On a slow machine, a test can take longer than a lease.
        _ = try ledger.query("UPDATE processes SET expires = expires + 3600000 WHERE id = 'other'")
        return (test, store)
    }

    /// Takes the turn in a task. The stream has an element for each time that it still waits.
    private func take(_ test: TestSession) -> (Task<Void, Never>, AsyncStream<String>) {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        let task = Task { [wish] in
            await test.session.takeTurn(wish) { holder, _ in continuation.yield(holder.run) }
            continuation.finish()
        }
        return (task, stream)
    }

    private func holder(_ test: TestSession) throws -> [SQLRow] { try test.ledger.query("SELECT process FROM turns") }

    @Test("a turn is taken as soon as its holder releases it", arguments: Database.allCases)
    func released(_ database: Database) async throws {
        let (test, store) = try waiting(database)
        let (task, stream) = take(test)
        for await run in stream {
            #expect(run == "other")
            break
        }
        #expect(await test.session.takeFreeTurns(wish)?.process == "other")
        #expect(await !test.session.holds(wish))
        try store.release(1, of: other)
        await task.value
        #expect(await test.session.holds(wish))
        #expect(try store.take(wish, as: other)?.run == "run")
        test.session.releaseTurns(of: 1)
        #expect(await !test.session.holds(wish))
        #expect(await test.session.close(.finished) == nil)
    }

    @Test(
        "who waits can be cancelled, before and while it waits, and is in nobody's way then",
        arguments: Database.allCases)
    func cancelled(_ database: Database) async throws {
        let (test, _) = try waiting(database)
        let early = Task { [wish] in
            while !Task.isCancelled { await Task.yield() }
            await test.session.takeTurn(wish) { _, _ in }
        }
        early.cancel()
        await early.value
        let (task, stream) = take(test)
        for await _ in stream { break }
        task.cancel()
        await task.value
        #expect(try test.ledger.count("waiters") == 0)
        #expect(try holder(test) == [SQLRow(["other"])])
        #expect(await test.session.close(.interrupted) == nil)
    }

    @Test("the end of the run ends the waiting", arguments: Database.allCases)
    func closed(_ database: Database) async throws {
        let (test, _) = try waiting(database)
        let (task, stream) = take(test)
        for await _ in stream { break }
        #expect(await test.session.close(.interrupted) == nil)
        await task.value
        #expect(try test.ledger.count("waiters") == 0)
    }

    @Test("a connection that is lost while a workflow waits gives it no turn", arguments: Database.allCases)
    func lost(_ database: Database) async throws {
        let (test, store) = try waiting(database)
        let (task, stream) = take(test)
        var waits = 0
        for await _ in stream {
            waits += 1
            if waits == 1 { test.cut() }
            // The first after the cut may be one that was under way.
            if waits == 4 { break }
        }
        #expect(waits == 4)
        #expect(try holder(test) == [SQLRow(["other"])])
        try store.release(1, of: other)
        await task.value
        #expect(try holder(test) == [SQLRow([.text(test.process.id)])])
        #expect(await test.session.close(.finished) == nil)
    }

    @Test("a turn is released although the connection was lost", arguments: Database.allCases)
    func releasedAfterLoss(_ database: Database) async throws {
        let test = try TestSession(TestLedger(database))
        await test.session.takeTurn(wish) { _, _ in }
        #expect(try holder(test) == [SQLRow([.text(test.process.id)])])
        test.cut()
        test.session.releaseTurns(of: 1)
        #expect(await !test.session.holds(wish))
        #expect(try holder(test) == [])
        #expect(await test.session.close(.finished) == nil)
    }
}
