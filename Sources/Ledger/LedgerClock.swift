import CLibrary
import Times

/// The clocks of this machine. A ledger in a file counts days by the first and leases by the second; PostgreSQL has its own clock.
package struct LedgerClock: Sendable {
    let now: @Sendable () -> Timestamp
    /// Milliseconds since the machine started, without the time in which it slept. The same for all processes of a machine, and it never
    /// jumps.
    let sinceBoot: @Sendable () -> Int64
    /// The same, with the time in which the machine slept. A clock that goes on otherwise has jumped.
    let sinceBootWithSleep: @Sendable () -> Int64

    package init(
        now: @escaping @Sendable () -> Timestamp, sinceBoot: @escaping @Sendable () -> Int64,
        sinceBootWithSleep: (@Sendable () -> Int64)? = nil
    ) {
        self.now = now
        self.sinceBoot = sinceBoot
        self.sinceBootWithSleep = sinceBootWithSleep ?? sinceBoot
    }

    /// `now` is the clock of the run.
    package init(now: @escaping @Sendable () -> Timestamp) {
        #if canImport(Darwin)
            // There, CLOCK_MONOTONIC is computed from the clock of the day.
            self.init(
                now: now, sinceBoot: { milliseconds(of: CLOCK_UPTIME_RAW) },
                sinceBootWithSleep: { milliseconds(of: CLOCK_MONOTONIC_RAW) })
        #else
            self.init(
                now: now, sinceBoot: { milliseconds(of: CLOCK_MONOTONIC) },
                sinceBootWithSleep: { milliseconds(of: CLOCK_BOOTTIME) })
        #endif
    }

    /// By how much the clock of the day is ahead of the machine's uptime.
    var offset: Int64 { now().milliseconds - sinceBootWithSleep() }
}

private func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}

/// A moment by the clocks of a ledger, in milliseconds.
struct LedgerMoment {
    /// Since 1970.
    let wall: Int64
    /// For leases.
    let lease: Int64
}
