import CLibrary
import CSQLite
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
        let hasWritten = Mutex(false)
        let hasEnded = Mutex(false)
        let path: String

        init(path: String) { self.path = path }

        func run() {
            defer { hasEnded.withLock { $0 = true } }
            guard let connection = try? SQLiteConnection(path, waits: .seconds(20)) else { return }
            try? connection.begin(durable: false)
            hasWritten.withLock { $0 = true }
            connection.rollback()
        }
    }

    @Test("a connection that has just written cannot overtake one that waits")
    func overtaking() throws {
        let path = folder.file("a.db")
        let connection = try SQLiteConnection(path, waits: .seconds(20))
        try connection.begin(durable: false)
        let waiter = Waiter(path: path)
        let ended = Semaphore()
        try #require(
            startThread {
                waiter.run()
                ended.signal()
            })
        let queue = open(path + "-lock", O_RDWR | O_CLOEXEC)
        defer { close(queue) }
        try #require(queue >= 0)
        // The head of the queue is locked as soon as the other connection waits.
        while !waiter.hasEnded.withLock({ $0 }), ekoflow_lock_byte(queue, 0, 1) == 0 {
            _ = ekoflow_lock_byte(queue, 0, 0)
            sched_yield()
        }
        #expect(!waiter.hasWritten.withLock { $0 })
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
