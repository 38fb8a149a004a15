import CLibrary
import CSQLite
import SQLDatabase

/// Lets the processes that want to write take turns. With SQLite's own locks, a process can wait while others overtake it.
///
/// A process first locks the head of the queue, then waits for the turn, and then unlocks the head. So a process that has
/// just had its turn cannot take the next one if another process is waiting. The kernel unlocks what a dead process held.
///
/// It only makes the order fair: SQLite's own lock is what keeps writers apart. So nobody waits here for long: a process that was stopped
/// in the queue would otherwise stop all others.
struct WriterQueue: ~Copyable {
    private static let head: Int64 = 0
    private static let turn: Int64 = 1

    private let file: Int32
    /// The path of the database.
    private let database: String
    /// A process that has waited for this long leaves the queue, and competes for SQLite's own lock.
    private let patience: Duration

    /// Creates the queue's file beside the database, and tries its locks.
    init(beside database: String, patience: Duration = .seconds(5)) throws(SQLError) {
        let path = database + "-lock"
        try SQLiteFile.create(path)
        try SQLiteFile.checked(path, isWritten: true)
        try FileSystem.requireLocks(on: path)
        let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .file(errno, "'\(path)' cannot be opened") }
        self.file = file
        self.database = database
        self.patience = patience
    }

    deinit { close(file) }

    /// Waits for the turn, for a limited time.
    func enter() throws(SQLError) {
        let start = ContinuousClock.now
        guard try lock(WriterQueue.head, since: start, pause: WriterQueue.pauseInQueue) else { return }
        defer { unlock(WriterQueue.head) }
        _ = try lock(WriterQueue.turn, since: start) { _ in 100...300 }
    }

    func leave() {
        unlock(WriterQueue.turn)
    }

    /// Microseconds between two tries. A process that has waited for long tries more often, so that it is next.
    private static func pauseInQueue(_ waited: Duration) -> ClosedRange<UInt32> {
        if waited < .seconds(1) { 500...6_000 } else if waited < .seconds(3) { 200...1_000 } else { 50...200 }
    }

    /// Returns false if another process still holds the lock.
    private func lock(
        _ byte: Int64, since start: ContinuousClock.Instant, pause: (Duration) -> ClosedRange<UInt32>
    ) throws(SQLError) -> Bool {
        while ekoflow_lock_byte(file, byte, 1) != 0 {
            guard errno == EAGAIN || errno == EACCES || errno == EINTR else {
                throw SQLError(.noLocks, "'\(database)' cannot be locked: \(String(cString: strerror(errno)))")
            }
            let waited = start.duration(to: .now)
            guard waited < patience else { return false }
            usleep(UInt32.random(in: pause(waited)))
        }
        return true
    }

    /// Keeps in mind that the database has entries. Without it, a database that was emptied would look like a new one.
    func markUsed() {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size == 0 else { return }
        _ = pwrite(file, "1", 1, 0)
    }

    private func unlock(_ byte: Int64) {
        _ = ekoflow_lock_byte(file, byte, 0)
    }
}
