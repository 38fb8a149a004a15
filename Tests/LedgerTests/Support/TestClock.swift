import Synchronization
import Times

@testable import Ledger

/// Clocks that a test moves by hand.
final class TestClock: Sendable {
    private let state: Mutex<(wall: Int64, boot: Int64)>

    /// `start` is in RFC 3339.
    init(_ start: String = "2026-11-29T10:00:00Z") {
        state = Mutex((TestClock.milliseconds(start), 1_000_000))
    }

    var wall: Int64 { state.withLock { $0.wall } }

    var ledgerClock: LedgerClock {
        LedgerClock(now: { Timestamp(milliseconds: self.wall) }, sinceBoot: { self.state.withLock { $0.boot } })
    }

    /// Lets time pass.
    func advance(by duration: Duration) {
        let milliseconds = Int64(duration.components.seconds * 1_000)
        state.withLock { state in
            state.wall += milliseconds
            state.boot += milliseconds
        }
    }

    /// Sets the clock that people see, as an administrator does.
    func set(_ time: String) { state.withLock { $0.wall = TestClock.milliseconds(time) } }

    private static func milliseconds(_ text: String) -> Int64 { parseRFC3339(text)!.milliseconds }
}
