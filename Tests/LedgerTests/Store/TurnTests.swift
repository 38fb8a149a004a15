import SQLDatabase
import Synchronization
import Testing

@testable import Ledger

@Suite("Turns of those who text one number")
struct TurnTests {
    private typealias Wish = LedgerStore.TurnWish

    /// A ledger with processes `a` to `d`, each with a run.
    private func started(_ database: Database) throws -> (TestLedger, LedgerStore) {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        for id in ["a", "b", "c", "d"] { _ = try store.started(.example("run of \(id)"), as: .elsewhere(id)) }
        return (ledger, store)
    }

    private func wish(_ persons: String..., workflow: Int = 1, server: String = "s") -> Wish {
        Wish(server: server, persons: persons, workflow: workflow)
    }

    @Test("one number has one holder, others wait for it by name", arguments: Database.allCases)
    func one(_ database: Database) throws {
        let (_, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        let holder = LedgerStore.TurnHolder(process: "a", host: "host-of-a", pid: 7, run: "run of a")
        #expect(try store.take(wish("p"), as: .elsewhere("b")) == holder)
        #expect(try store.take(wish("q"), as: .elsewhere("b")) == nil)
        #expect(try store.take(wish("p", server: "other"), as: .elsewhere("b")) == nil)
        try store.release(2, of: .elsewhere("a"))
        #expect(try store.take(wish("p"), as: .elsewhere("b")) == holder)
        try store.release(1, of: .elsewhere("a"))
        #expect(try store.take(wish("p"), as: .elsewhere("b")) == nil)
        #expect(try store.holds(wish("p"), as: .elsewhere("b")))
        #expect(try !store.holds(wish("p"), as: .elsewhere("a")))
    }

    @Test(
        "who has a turn has it whoever came later, and asks for it again without waiting", arguments: Database.allCases)
    func again(_ database: Database) throws {
        let (_, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p"), as: .elsewhere("b")) != nil)
        // As after a lost answer.
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
    }

    @Test(
        "two workflows of one process share a turn, and the end of one leaves it to the other",
        arguments: Database.allCases)
    func shared(_ database: Database) throws {
        let (_, store) = try started(database)
        #expect(try store.take(wish("p", workflow: 1), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p", workflow: 2), as: .elsewhere("a")) == nil)
        try store.release(2, of: .elsewhere("a"))
        #expect(try store.holds(wish("p", workflow: 1), as: .elsewhere("a")))
        #expect(try !store.holds(wish("p", workflow: 2), as: .elsewhere("a")))
        #expect(try store.take(wish("p"), as: .elsewhere("b")) != nil)
    }

    @Test("who came first goes first, however often the others ask", arguments: Database.allCases)
    func order(_ database: Database) throws {
        let (_, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        for id in ["b", "c", "d"] { #expect(try store.take(wish("p"), as: .elsewhere(id)) != nil) }
        var order = ["a"]
        while order.count < 4 {
            try store.release(1, of: .elsewhere(order.last!))
            for id in ["d", "c", "b"] where !order.contains(id) {
                if try store.take(wish("p"), as: .elsewhere(id)) == nil { order.append(id) }
            }
            // Only the first of those who wait can have it.
        }
        #expect(order == ["a", "b", "c", "d"])
    }

    @Test("all persons of a wish are taken at once, or none", arguments: Database.allCases)
    func several(_ database: Database) throws {
        let (ledger, store) = try started(database)
        #expect(try store.take(wish("q"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p", "q"), as: .elsewhere("b"))?.process == "a")
        #expect(try ledger.count("turns") == 1)
        // Who waits for two keeps his place for both.
        #expect(try store.take(wish("p"), as: .elsewhere("c"))?.process == "b")
        #expect(try store.take(wish("r"), as: .elsewhere("c")) == nil)
        try store.release(1, of: .elsewhere("a"))
        #expect(try store.take(wish("p", "q"), as: .elsewhere("b")) == nil)
        #expect(try store.holds(wish("q", "p"), as: .elsewhere("b")))
        try store.release(1, of: .elsewhere("b"))
        #expect(try store.take(wish("p"), as: .elsewhere("c")) == nil)
        #expect(try store.holds(wish("p", "r"), as: .elsewhere("c")))
        #expect(try !store.holds(wish("p", "q"), as: .elsewhere("c")))
    }

    @Test(
        "a holder without a sign of life loses its turn after a lease, and so does who waits",
        arguments: Database.allCases)
    func lease(_ database: Database) throws {
        let (ledger, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p"), as: .elsewhere("b"))?.process == "a")
        ledger.clock.advance(by: .seconds(29))
        _ = try store.renew(.elsewhere("a"))
        _ = try store.renew(.elsewhere("c"))
        ledger.clock.advance(by: .seconds(29))
        #expect(try store.take(wish("p"), as: .elsewhere("c"))?.process == "a")
        ledger.clock.advance(by: .seconds(1))
        _ = try store.renew(.elsewhere("c"))
        // 'b' came before 'c', but is silent.
        #expect(try store.take(wish("p"), as: .elsewhere("c")) == nil)
        #expect(try !store.holds(wish("p"), as: .elsewhere("a")))
        #expect(try store.holds(wish("p"), as: .elsewhere("c")))
        // 'a' lives again, and its release and renewal do not touch the turn of 'c'.
        _ = try store.renew(.elsewhere("a"))
        try store.release(1, of: .elsewhere("a"))
        #expect(try store.holds(wish("p"), as: .elsewhere("c")))
        #expect(try store.take(wish("p"), as: .elsewhere("a"))?.process == "c")
    }

    @Test("a process that has ended on this machine loses its turn at once", arguments: Database.allCases)
    func gone(_ database: Database) throws {
        let store = try TestLedger(database).open()
        let own = ProcessIdentity.own(id: "own", host: "h")
        let gone = ProcessIdentity(
            id: "gone", host: "h", boot: own.boot, pidSpace: own.pidSpace, pid: own.pid, pidStarted: own.pidStarted + 1)
        for process in [own, gone] { _ = try store.started(.example(process.id), as: process) }
        #expect(try store.take(wish("p"), as: gone) == nil)
        #expect(try store.take(wish("p"), as: own) == nil)
    }

    @Test(
        "a run that is started again releases the turns of its earlier start, and the end of a run its own",
        arguments: Database.allCases)
    func restarted(_ database: Database) throws {
        let (ledger, store) = try started(database)
        let run = try store.started(.example("x"), as: .elsewhere("x"))
        #expect(try store.take(wish("p"), as: .elsewhere("x")) == nil)
        try store.end(run, .interrupted, process: .elsewhere("x"))
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        ledger.clock.advance(by: .seconds(30))
        let again = try store.started(.example("run of a"), as: .elsewhere("y"))
        #expect(again.starts == 2)
        #expect(try ledger.count("turns") == 0)
    }

    @Test("who gives up is in nobody's way", arguments: Database.allCases)
    func givesUp(_ database: Database) throws {
        let (ledger, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p", "q"), as: .elsewhere("b")) != nil)
        #expect(try store.take(wish("q"), as: .elsewhere("c"))?.process == "b")
        try store.giveUp(wish("p", "q"), as: .elsewhere("b"))
        #expect(try store.take(wish("q"), as: .elsewhere("c")) == nil)
        #expect(try ledger.count("waiters") == 0)
    }

    @Test("a workflow that gives up does so for itself alone", arguments: Database.allCases)
    func givesUpAlone(_ database: Database) throws {
        let (ledger, store) = try started(database)
        #expect(try store.take(wish("p"), as: .elsewhere("a")) == nil)
        #expect(try store.take(wish("p"), as: .elsewhere("b")) != nil)
        #expect(try store.take(wish("p", workflow: 2), as: .elsewhere("b")) != nil)
        try store.giveUp(wish("p"), as: .elsewhere("b"))
        #expect(try ledger.query("SELECT process, workflow FROM waiters") == [SQLRow(["b", 2])])
    }

    @Test("what is free is taken without waiting, and the others are named", arguments: Database.allCases)
    func takesFree(_ database: Database) throws {
        let (ledger, store) = try started(database)
        #expect(try store.take(wish("q"), as: .elsewhere("a")) == nil)
        #expect(try store.takeFree(wish("p", "q", "r", "p"), as: .elsewhere("b"))?.process == "a")
        #expect(try store.holds(wish("p", "r"), as: .elsewhere("b")))
        #expect(try !store.holds(wish("q"), as: .elsewhere("b")))
        #expect(try ledger.count("waiters") == 0)
        #expect(try store.takeFree(wish("t"), as: .elsewhere("b")) == nil)
        try store.release(1, of: .elsewhere("b"))
        #expect(try ledger.query("SELECT person FROM turns") == [SQLRow(["q"])])
    }

    @Test(
        "wishes that overlap do not block each other for ever, and no number has two holders",
        arguments: Database.allCases)
    func overlapping(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        _ = try ledger.open()
        let persons = ["p", "q", "r", "s"]
        let holders = Mutex<[String: Int]>([:])
        let collisions = Mutex(0)
        try await _ = onThreads(8) { number in
            let store = try ledger.open()
            let process = ProcessIdentity.elsewhere("\(number)")
            _ = try store.started(.example("\(number)"), as: process)
            for round in 0..<8 {
                // Two or three of them, in an order of its own.
                let wanted = (0..<2 + round % 2).map { persons[(number + round + $0 * (number % 3 + 1)) % 4] }
                let wish = LedgerStore.TurnWish(server: "s", persons: wanted, workflow: round)
                while true {
                    do {
                        if try store.take(wish, as: process) == nil { break }
                    } catch let error as SQLError where error.kind == .conflict {}
                }
                holders.withLock { holders in
                    for person in Set(wanted) {
                        if holders[person] != nil { collisions.withLock { $0 += 1 } }
                        holders[person] = number
                    }
                }
                holders.withLock { holders in for person in wanted { holders[person] = nil } }
                try store.release(round, of: process)
            }
        }
        #expect(collisions.withLock { $0 } == 0)
        #expect(try ledger.count("turns") == 0)
        #expect(try ledger.count("waiters") == 0)
    }
}
