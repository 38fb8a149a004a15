import Synchronization

/// The sandbox's clock, which tests can move. All times are in milliseconds since 1970.
final class SandboxClock: Sendable {
    private struct Setting {
        /// Nil while the machine's clock is used.
        var stoppedAt: Int64?
        /// How much OTPs and tokens were made older.
        var advance: Int64 = 0
    }

    private let machine: @Sendable () -> Int64
    private let setting = Mutex(Setting())

    init(machine: @escaping @Sendable () -> Int64) {
        self.machine = machine
    }

    /// The time for creating and expiring OTPs and tokens.
    var now: Int64 { setting.withLock { ($0.stoppedAt ?? machine()) + $0.advance } }

    /// The time that callers must sign with. `advance(by:)` does not change it, so callers' clocks stay correct.
    var callers: Int64 { setting.withLock { $0.stoppedAt ?? machine() } }

    var isStopped: Bool { setting.withLock { $0.stoppedAt != nil } }

    func advance(by milliseconds: Int64) {
        setting.withLock { $0.advance = max(-Self.bound, min(Self.bound, $0.advance + milliseconds)) }
    }

    /// Stops the clock at a time, also for callers.
    func stop(at time: Int64) { setting.withLock { $0 = Setting(stoppedAt: time) } }

    /// Returns to the machine's clock.
    func reset() { setting.withLock { $0 = Setting() } }

    /// Ten years: enough for any test, and far from an overflow.
    private static let bound: Int64 = 10 * 365 * 86_400_000
}
