import CLibrary
import SQLBehaviours
import SQLDatabase
import Synchronization
import Testing
import Threads

@testable import SQLite

@Suite("Turns of those who write")
struct WriterQueueTests {
    let folder = TemporaryFolder()

    /// A connection that wants to write, on a thread of its own.
    private final class Waiter: Sendable {
        let isReady = Mutex(false)
        let hasWritten = Mutex(false)
        let path: String

        init(path: String) { self.path = path }

        func run() {
            guard let connection = try? SQLiteConnection(path, waits: .seconds(20)) else { return }
            isReady.withLock { $0 = true }
            try? connection.begin(durable: false)
            hasWritten.withLock { $0 = true }
            connection.rollback()
        }
    }

    @Test("a connection that has just written cannot overtake one that waits")
    func overtaking() throws {
        let path = folder.file("a.db")
        let connection = try SQLiteConnection(path, waits: .seconds(20))
        let waiter = Waiter(path: path)
        let ended = Semaphore()
        try #require(
            startThread {
                waiter.run()
                ended.signal()
            })
        while !waiter.isReady.withLock({ $0 }) { usleep(1000) }
        try connection.begin(durable: false)
        usleep(300_000)
        connection.rollback()
        try connection.begin(durable: false)
        #expect(waiter.hasWritten.withLock { $0 })
        connection.rollback()
        ended.wait()
    }

    @Test("nobody waits for ever for a process that was stopped in the queue", .timeLimit(.minutes(5)))
    func stopped() throws {
        let path = folder.file("a.db")
        folder.write("a.db", [])
        let one = try WriterQueue(beside: path, patience: .milliseconds(100))
        let two = try WriterQueue(beside: path, patience: .milliseconds(100))
        try one.enter()
        try two.enter()
        // It left the queue without the turn: the turn is still the other one's.
        two.leave()
        let start = ContinuousClock.now
        try two.enter()
        #expect(.now - start >= .milliseconds(100))
        one.leave()
        try two.enter()
        two.leave()
    }
}
