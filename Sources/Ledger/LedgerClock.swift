import Times

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clocks of this machine. A ledger in a file counts days by the first and leases by the second; PostgreSQL has its own clock.
package struct LedgerClock: Sendable {
    let now: @Sendable () -> Timestamp
    /// Milliseconds since the machine started, also while it slept. The same for all processes of a machine, and it never jumps.
    let sinceBoot: @Sendable () -> Int64

    package init(now: @escaping @Sendable () -> Timestamp, sinceBoot: @escaping @Sendable () -> Int64) {
        self.now = now
        self.sinceBoot = sinceBoot
    }

    /// `now` is the clock of the run.
    package init(now: @escaping @Sendable () -> Timestamp) {
        self.init(now: now) {
            var time = timespec()
            #if canImport(Glibc)
                clock_gettime(CLOCK_BOOTTIME, &time)
            #else
                clock_gettime(CLOCK_MONOTONIC, &time)
            #endif
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        }
    }
}

/// A moment by the clocks of a ledger, in milliseconds.
struct LedgerMoment {
    /// Since 1970.
    let wall: Int64
    /// For leases.
    let lease: Int64
}
