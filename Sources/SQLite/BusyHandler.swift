import CLibrary
import CSQLite

/// Waits for a lock of SQLite that another process holds, for as long as its patience lasts.
///
/// This is for the short locks that the queue of writers does not cover: reading, recovering, and other programs.
struct BusyHandler: ~Copyable {
    private struct State {
        let patience: Duration
        var start = ContinuousClock.now
    }

    private let state: UnsafeMutablePointer<State>

    init(patience: Duration) {
        state = .allocate(capacity: 1)
        state.initialize(to: State(patience: patience))
    }

    deinit { state.deallocate() }

    /// The handler must outlive the database's handle.
    func install(in database: OpaquePointer) {
        sqlite3_busy_handler(
            database,
            { context, count in
                guard let state = context?.assumingMemoryBound(to: State.self) else { return 0 }
                if count == 0 { state.pointee.start = .now }
                guard state.pointee.start.duration(to: .now) < state.pointee.patience else { return 0 }
                usleep(UInt32.random(in: 200...4_000))
                return 1
            }, state)
    }
}
