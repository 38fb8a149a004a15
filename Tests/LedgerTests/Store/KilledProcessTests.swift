import CLibrary
import PostgreSQL
import SQLDatabase
import SQLite
import Testing

@testable import Ledger

@Suite("Processes that are killed")
struct KilledProcessTests {
    @Test("what a process was granted is in the ledger after it was killed at once", arguments: Database.allCases)
    func killed(_ database: Database) async throws {
        let ledger = try TestLedger(database)
        let store = try ledger.open()
        let parent = ProcessIdentity.own(id: "parent", host: "here")
        for round in 1...3 {
            let key = "run \(round)"
            let isFile = database == .sqlite
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [
                    address = ledger.address as String, isFile = isFile as Bool, key = key as String
                ] in
                let connection: any SQLConnection =
                    isFile
                    ? try SQLiteConnection(path: address, mode: .readWriteCreate, busyTimeout: .seconds(20))
                    : try PostgreSQLConnection(url: address)
                let store = try LedgerStore(
                    TestConnection(connection, clock: TestClock()), clock: TestClock().ledgerClock,
                    newKey: TestLedger.newKey)
                let process = ProcessIdentity.own(id: key, host: "here")
                let run = try store.started(.example(key), as: process)
                _ = try store.claim(.sms("s"), of: run, as: process).get()
                kill(getpid(), SIGKILL)
            }
            // The process is gone, so its run needs no lease to expire.
            let run = try store.started(.example(key), as: parent)
            #expect(run.starts == 2)
            #expect(try store.earlierStarts(of: run).requests["s"]?.state == .claimed)
            #expect(try store.claim(.sms("s"), of: run, as: parent).refusal == .alreadyClaimed(.claimed))
        }
        #expect(try ledger.count("claims") == 3)
        #expect(try ledger.query("SELECT sends FROM budgets WHERE person = 'p'").map { $0.int(0) }.reduce(0, +) == 3)
    }
}
