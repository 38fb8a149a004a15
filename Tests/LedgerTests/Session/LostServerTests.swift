import SQLBehaviours
import SQLDatabase
import Secrets
import Synchronization
import Testing

@testable import Ledger

@Suite("A ledger whose server is lost")
struct LostServerTests {
    /// A session in a server of its own.
    private func session(_ server: OwnServer, _ process: ProcessIdentity) throws -> LedgerSession {
        let opener = LedgerOpener(
            .postgreSQL(Secret(server.url)), clock: TestClock().ledgerClock, newKey: TestLedger.newKey)
        let store = try opener.open()
        let run = try store.started(as: process)
        return try LedgerSession(
            store, run: run, earlier: EarlierStarts(), process: process, opener: opener, clock: TestClock().ledgerClock)
    }

    @Test("claims go on after the server was killed and started again, none is lost and none made twice")
    func restarted() async throws {
        // Only one task uses it while the others claim.
        nonisolated(unsafe) let server = try OwnServer()
        let process = ProcessIdentity.elsewhere("one")
        let session = try session(server, process)
        let granted = CallCount()
        let ids = await withTaskGroup(of: [Int64].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var ids: [Int64] = []
                    for number in 0..<60 {
                        let claim = Claim.sms("\(worker) \(number)") { $0.sendsPerDay = 400 }
                        guard let claim = try? await session.claim(claim) else { continue }
                        granted.add()
                        ids.append(claim.id)
                        if number.isMultiple(of: 2) { session.end(ClaimEnd(claim, .answered, outcome: .happened)) }
                    }
                    return ids
                }
            }
            group.addTask {
                for count in [50, 150, 250] {
                    while granted.value < count { await Task.yield() }
                    #expect(throws: Never.self) {
                        try server.tell("kill")
                        try server.tell("start")
                    }
                }
                return []
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ids.count == 400)
        #expect(Set(ids).count == 400)
        #expect(await session.close(.interrupted) == nil)
        let store = try LedgerOpener(
            .postgreSQL(Secret(server.url)), clock: TestClock().ledgerClock, newKey: TestLedger.newKey
        ).open()
        let claims = try store.connection.query("SELECT id FROM claims ORDER BY id").map { $0.int(0) }
        #expect(claims == ids.sorted())
        let count = try store.connection.query("SELECT sends FROM budgets WHERE person = '' AND length(period) = 10")
        #expect(count.reduce(0) { $0 + $1.int(0) } == 400)
    }

    @Test("a process that stops in the middle of a claim does not fail the claims of others")
    func stoppedInClaim() async throws {
        let ledger = try TestLedger(.postgreSQL)
        let test = try TestSession(ledger)
        #expect(await test.refusal(.sms("a")) == nil)
        let stopped = try ledger.connect()
        try stopped.begin(durable: true)
        #expect(try stopped.query("SELECT id FROM ekoflow.accounts FOR UPDATE").count == 1)
        #expect(await test.refusal(.sms("b")) == nil)
        let error = #expect(throws: SQLError.self) { try stopped.commit() }
        #expect(error?.kind == .unreachable)
        #expect(await test.session.close(.finished) == nil)
    }

    @Test("a server that stays away refuses the claims after a while, and the end says so")
    func away() async throws {
        let server = try OwnServer()
        let session = try session(server, .elsewhere("one"))
        let claim = try await session.claim(.sms("a"))
        session.end(ClaimEnd(claim, .answered, outcome: .happened))
        try server.tell("kill")
        await #expect {
            try await session.claim(.sms("b"))
        } throws: { error in
            (error as? ClaimRefusal)?.problem?.help.contains("--resume") == true
        }
        #expect(await session.close(.finished)?.message.contains("cannot be used") == true)
    }

    @Test("a server that stops answering refuses the claims after a while")
    func silent() async throws {
        let server = try OwnServer()
        let session = try session(server, .elsewhere("one"))
        try server.tell("pause")
        let start = ContinuousClock.now
        await #expect(throws: ClaimRefusal.self) { try await session.claim(.sms("b")) }
        #expect(.now - start < .seconds(180))
        try server.tell("resume")
        #expect(await session.close(.interrupted) == nil)
    }
}
