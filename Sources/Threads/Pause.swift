import CLibrary

/// Stops the current thread for `time`, or less. It needs nothing that a process can be out of.
package func pause(atMost time: Duration) {
    let (seconds, attoseconds) = time.components
    var wanted = timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    nanosleep(&wanted, nil)
}
