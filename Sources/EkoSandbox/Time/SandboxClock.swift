import Synchronization

/// The sandbox's time, which can be moved. All times are in milliseconds since 1970.
final class SandboxClock: Sendable {
    private struct Setting {
        /// Nil where the machine's clock goes on.
        var stoppedAt: Int64?
        /// How much time has been made to pass for what was sent.
        var advance: Int64 = 0
    }

    private let machine: @Sendable () -> Int64
    private let setting = Mutex(Setting())

    init(machine: @escaping @Sendable () -> Int64) {
        self.machine = machine
    }

    /// The time by which OTPs and tokens are made and expire.
    var now: Int64 { setting.withLock { ($0.stoppedAt ?? machine()) + $0.advance } }

    /// The time that callers have to sign with. To make OTPs older does not put the callers' clocks wrong.
    var callers: Int64 { setting.withLock { $0.stoppedAt ?? machine() } }

    var isStopped: Bool { setting.withLock { $0.stoppedAt != nil } }

    func advance(by milliseconds: Int64) {
        setting.withLock { $0.advance = max(-Self.bound, min(Self.bound, $0.advance + milliseconds)) }
    }

    /// Stops the clock at a time, for callers too.
    func stop(at time: Int64) { setting.withLock { $0 = Setting(stoppedAt: time) } }

    /// Goes on with the machine's clock.
    func reset() { setting.withLock { $0 = Setting() } }

    /// Ten years: enough for any test, and far from an overflow.
    private static let bound: Int64 = 10 * 365 * 86_400_000
}
